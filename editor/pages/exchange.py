"""DMN in and out: a file read and shown as sentences, nothing stored; a ruleset as a DMN file."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, render_template, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from wtforms import StringField

from editor.chain_map import chain_map
from editor.here import house
from editor.pages.rulesets import asked_version
from editor.rights import needs
from editor.speech import tongue
from editor.views.blocks import block_views
from editor.views.declared import declared_view
from editor.views.faults import faults_view, note_lines
from editor.views.names import fact_views
from rulesets.errors import AuthorError, Fault, Word
from rulesets.types import Both
from service.export_dmn import export_ruleset
from service.import_dmn import MOST_BYTES, ImportedModel, import_document
from service.rulesets import get_ruleset, get_version, is_id

pages = Blueprint("exchange", __name__)

MOST_UPLOADED: Final = 4 * MOST_BYTES
"""Bytes of a form with a file, or with the YAML that was made of one. What is somewhat larger than
a DMN file may be is still read, so that the page can say so."""

FILE: Final = "file"
"""The one field of a form that holds a file."""

_MOST_NAME: Final = 200


class ImportForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What stands beside the file: the id of the ruleset, empty for the model's name, its zone."""

    id = StringField()
    zone = StringField(default="UTC")


class YamlForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the preview sends back to have it as a file."""

    id = StringField()
    yaml = StringField()


@pages.get("/dmn")
@needs("import rulesets")
def choose() -> str:
    """Ask for a DMN file."""
    return _asking(ImportForm())


@pages.post("/dmn")
@needs("import rulesets")
def preview() -> str | tuple[str, int]:
    """Show what a DMN file says, as the page of a ruleset does, or all that is refused."""
    form = _valid(ImportForm())
    file = request.files.get(FILE)
    if file is None or not file.filename:
        return _asking(form, is_missing=True), 422
    try:
        model = import_document(
            file.stream.read(MOST_BYTES + 1),
            id=(form.id.data or "").strip(),
            zone=(form.zone.data or "").strip() or "UTC",
        )
    except AuthorError as error:
        return _asking(form, _name(file), error.faults), 422
    return _shown(model, _name(file))


@pages.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """Say how large a file may be."""
    del error
    words: dict[str, Word] = {"limit": f"{MOST_BYTES:,}", "what": Both("字节", "bytes")}
    # What else was typed cannot be had of a form that was not read.
    form = ImportForm(formdata=None)
    return _asking(form, faults=(Fault("dmn-too-large", words=words),)), 413


@pages.post("/dmn/yaml")
@needs("import rulesets")
def yaml() -> Response:
    """Give back the YAML of a preview as a file."""
    form = _valid(YamlForm())
    ruleset = form.id.data if is_id(form.id.data or "") else "ruleset"
    # A form ends its lines as DOS does.
    text = (form.yaml.data or "").replace("\r\n", "\n")
    return _file(text.encode(), "application/yaml", f"{ruleset}.yaml")


@pages.get("/rulesets/<ruleset>/dmn")
@needs("export rulesets")
def notes(ruleset: str) -> str:
    """Say what becomes of a ruleset in DMN, and offer the file."""
    version = get_version(house(), ruleset, asked_version())
    language = tongue()
    return render_template(
        "export.html",
        summary=get_ruleset(house(), ruleset),
        version=version,
        lines=note_lines(
            export_ruleset(version.checked, language).notes, language, version.checked
        ),
        area="rulesets",
    )


@pages.get("/rulesets/<ruleset>/dmn/file")
@needs("export rulesets")
def file(ruleset: str) -> Response:
    """Give a ruleset as a DMN file, of DMN 1.3 at `?dmn=1.3`; titles in the reader's language."""
    version = get_version(house(), ruleset, asked_version())
    of_dmn = "1.3" if request.args.get("dmn") == "1.3" else "1.5"
    exported = export_ruleset(version.checked, tongue(), of_dmn)
    name = f"{version.head.ruleset}-{version.head.number}.dmn"
    return _file(exported.document, "application/xml", name)


@pages.get("/rulesets/<ruleset>/yaml")
@needs("export rulesets")
def source(ruleset: str) -> Response:
    """Give a ruleset as the document it was published as."""
    version = get_version(house(), ruleset, asked_version())
    return _file(version.source.encode(), "application/yaml", f"{version.head.ruleset}.yaml")


def _valid(form: FlaskForm) -> FlaskForm:
    if not form.validate():
        raise BadRequest
    return form


def _name(file: FileStorage) -> str:
    return (file.filename or "")[:_MOST_NAME]


def _asking(
    form: ImportForm, name: str = "", faults: tuple[Fault, ...] = (), *, is_missing: bool = False
) -> str:
    return render_template(
        "import.html",
        form=form,
        name=name,
        faults=faults_view(faults, tongue()),
        is_missing=is_missing,
        most=f"{MOST_BYTES // 1_000_000} MB",
        area="exchange",
    )


def _shown(model: ImportedModel, name: str) -> str:
    language = tongue()
    checked = model.checked
    return render_template(
        "imported.html",
        name=name,
        checked=checked,
        yaml=model.yaml,
        notes=note_lines(model.notes, language),
        map=chain_map(checked, language),
        blocks=block_views(checked, language),
        facts=fact_views(checked, language),
        declared=declared_view(checked, language),
        area="exchange",
    )


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
