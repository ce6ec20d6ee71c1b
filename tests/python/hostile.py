"""What the tests of errors share: the documented statuses, what no job may leave behind, and ways to break a file."""
from astropy.io import fits

BAD_REQUEST, BAD_DATA, MISSING, INTERRUPTED, SKIPPED = 2, 3, 4, 5, 10
QUICK = ["picture=none", "bin=0.2"]


def leftovers(folder):
    """Everything below a folder that no successful job would leave there."""
    return [path for path in folder.rglob("*") if path.name.startswith(".distill-") or path.suffix in (".partial", ".tmp")]


def assert_refused(distill, tmp_path, status, words_of_message, *request, **options):
    """The request ends with this status and message, and leaves no product and no trace of one."""
    out = tmp_path / "refused-products"
    done = distill(*request, f"out={out}", check=False, timeout=60, **options)
    assert done.returncode == status, f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
    # pytest's folders are named after the tests: their words prove nothing.
    message = done.stderr.replace(str(tmp_path), "")
    for word in words_of_message:
        assert word in message, f"no '{word}' in: {message}"
    assert "internal error" not in message
    assert not out.exists() and not leftovers(tmp_path)
    return message


def rewritten(one_run, path, change):
    """A copy of the event file in which `change(hdus)` was done."""
    with fits.open(one_run) as hdus:
        copy = fits.HDUList([hdu.copy() for hdu in hdus])
        change(copy)
        copy.writeto(path, output_verify="ignore")
    return path


def with_card(one_run, path, key, value):
    """A copy with one card of the EVENTS header replaced, byte by byte: nothing tidies up behind us."""
    raw = one_run.read_bytes()
    start = raw.index(f"{key:8s}=".encode(), raw.index(b"XTENSION"))
    assert start < raw.index(b"'GTI  ")
    path.write_bytes(raw[:start] + f"{key:8s}= {value:>20s}".ljust(80).encode() + raw[start + 80:])
    return path


def with_column(name, format, values):
    """Changes a column of EVENTS, or removes it (format None)."""
    def change(hdus):
        columns = []
        for column in hdus["EVENTS"].columns:
            if column.name != name:
                columns.append(column)
            elif format is not None:
                columns.append(fits.Column(name=name, format=format, unit=column.unit, array=values(len(hdus["EVENTS"].data))))
        header = hdus["EVENTS"].header
        table = fits.BinTableHDU.from_columns(columns, name="EVENTS")
        for key in header:
            if key not in table.header and not key.startswith(("TTYPE", "TFORM", "TUNIT", "CHECKSUM", "DATASUM")):
                table.header[key] = header[key]
        hdus["EVENTS"] = table
    return change
