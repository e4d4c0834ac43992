"""What imports over HTTP refuse."""

from app.core.errors import Invalid, NotFound


class ImportNotFound(NotFound):
    code = "import_not_found"
    title = "There is no such import, or it wrote nothing"


class ImportRefused(Invalid):
    """Carries the whole account of the import as `report`."""

    code = "import_refused"
    title = "Some of what was sent cannot be imported, so nothing was"
