from pathlib import Path

import pytest

from habeas.errors import BadSettings
from habeas.reading.llm import LlmSettings, read_settings

SET = {"HABEAS_LLM_URL": "http://127.0.0.1:8000/v1", "HABEAS_LLM_MODEL": "m"}
KEY = "sk-secret"


def test_settings_come_from_the_environment():
    assert read_settings(SET) == LlmSettings(url="http://127.0.0.1:8000/v1", model="m", key=None, timeout=120.0)
    more = read_settings({**SET, "HABEAS_LLM_KEY": KEY, "HABEAS_LLM_TIMEOUT": "7.5"})
    assert (more.key, more.timeout) == (KEY, 7.5)


def test_a_file_gives_what_the_environment_does_not(tmp_path: Path):
    path = tmp_path / "llm.toml"
    path.write_text(f'url = "https://llm.example/v1"\nmodel = "of-file"\nkey = "{KEY}"\ntimeout = 30\n', "utf-8")
    assert read_settings({}, str(path)) == LlmSettings(
        url="https://llm.example/v1", model="of-file", key=KEY, timeout=30.0
    )
    assert read_settings({"HABEAS_LLM_MODEL": "other", "HABEAS_LLM_SETTINGS": str(path)}).model == "other"


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({}, "HABEAS_LLM_URL"),
        ({"HABEAS_LLM_URL": SET["HABEAS_LLM_URL"]}, "HABEAS_LLM_MODEL"),
        ({**SET, "HABEAS_LLM_MODEL": " "}, "HABEAS_LLM_MODEL"),
        ({**SET, "HABEAS_LLM_URL": "file:///etc/passwd"}, "HABEAS_LLM_URL"),
        ({**SET, "HABEAS_LLM_URL": "llm.example/v1"}, "HABEAS_LLM_URL"),
        ({**SET, "HABEAS_LLM_URL": "http://[::1/v1"}, "HABEAS_LLM_URL"),
        ({**SET, "HABEAS_LLM_URL": "http://h:99999/v1"}, "HABEAS_LLM_URL"),
        ({**SET, "HABEAS_LLM_URL": f"https://me:{KEY}@llm.example/v1"}, "HABEAS_LLM_URL"),
        ({**SET, "HABEAS_LLM_KEY": f"{KEY}\r\nX-Other: 1"}, "HABEAS_LLM_KEY"),
        ({**SET, "HABEAS_LLM_KEY": f"{KEY}é"}, "HABEAS_LLM_KEY"),
        ({**SET, "HABEAS_LLM_TIMEOUT": "soon"}, "HABEAS_LLM_TIMEOUT"),
        ({**SET, "HABEAS_LLM_TIMEOUT": "0"}, "HABEAS_LLM_TIMEOUT"),
        ({**SET, "HABEAS_LLM_TIMEOUT": "nan"}, "HABEAS_LLM_TIMEOUT"),
        ({**SET, "HABEAS_LLM_SETTINGS": "absent.toml"}, "absent.toml"),
    ],
)
def test_what_cannot_be_used_is_told_without_the_key(environ: dict[str, str], named: str):
    with pytest.raises(BadSettings) as caught:
        read_settings(environ)
    assert named in str(caught.value)
    assert "[E-SETTINGS]" in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [f'key = "{KEY}', f'secret = "{KEY}"\n', "url = 7\n", f'model = "m"\nurl = "http://h"\nkey = ["{KEY}"]\n'],
)
def test_a_file_that_cannot_be_used_is_told_without_the_key(content: str, tmp_path: Path):
    path = tmp_path / "llm.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(BadSettings) as caught:
        read_settings({}, str(path))
    assert KEY not in str(caught.value)
