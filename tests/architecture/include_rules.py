#!/usr/bin/env python3
"""Who may include whom (ARCHITECTURE.md, "Who may use whom"), and in which files a third-party header has its home."""
import fnmatch
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Directory -> directories of ours that it may include, besides itself.
ALLOWED = {
    "engine/base": [],
    "engine/model": ["engine/base"],
    "engine/kernels": ["engine/base", "engine/model"],
    "engine/fit": ["engine/base", "engine/model", "engine/kernels"],
    "engine/parallel": ["engine/base"],
    "engine/draw": ["engine/base", "engine/model"],
    "engine/responses": ["engine/base", "engine/model", "engine/kernels"],
    "engine/io": ["engine/base", "engine/model", "engine/kernels", "engine/responses"],
    "engine/simulate": ["engine/base", "engine/model", "engine/io"],
    "engine/check": ["engine/base", "engine/model", "engine/io"],
    "engine/parameters": ["engine/base", "engine/model", "engine/io"],
    "engine/app": ["engine"],
    "catalog/table": ["engine/base"],
    "catalog/adql": ["engine/base", "catalog/table"],
    "catalog/pg": ["engine/base", "engine/io", "catalog/table"],
    "catalog/pg_job_store": ["engine/base", "jobs", "catalog/pg"],
    "catalog/schema": ["engine/base", "catalog/pg"],
    "catalog/ingest": ["engine", "catalog/pg", "catalog/schema", "catalog/table"],
    "catalog/provenance": ["engine/base", "jobs", "catalog/pg", "catalog/table"],
    "catalog/inputs": ["engine/base", "engine/model", "engine/io", "jobs", "catalog/pg", "catalog/table"],
    "catalog/publication": ["engine/base", "engine/model", "engine/io", "jobs", "catalog/pg", "catalog/table"],
    "catalog": ["engine/base", "jobs", "catalog"],
    "jobs": ["engine/base", "engine/io", "jobs/work"],
    "jobs/types": ["engine/base", "engine/io", "engine/parameters", "jobs"],
    "jobs/work": ["engine/base", "engine/io", "jobs"],
    "slurm": ["engine/base", "engine/io", "jobs", "jobs/work"],
    "uws/http": ["engine/base"],
    "uws/fetch": ["engine/base"],
    "uws/identity": ["engine/base", "engine/io", "uws/http", "uws/async", "catalog/pg", "catalog/table"],
    "uws/async": ["engine/base", "engine/io", "jobs", "uws/http", "catalog/table"],
    "uws/tap": ["engine/base", "engine/io", "jobs", "uws/http", "uws/fetch", "uws/async", "catalog"],
    "uws/links": ["engine/base", "engine/io", "jobs", "uws/http", "uws/fetch", "uws/async", "catalog"],
    "uws/soda": ["engine/base", "jobs", "uws/http", "uws/async", "uws/links", "catalog"],
    "uws/jobtypes": ["engine/base", "engine/io", "jobs", "jobs/types", "catalog/pg", "catalog/table", "uws/http", "uws/async"],
    "uws/record": ["engine/base", "engine/io", "jobs", "jobs/types", "jobs/work", "catalog"],
    "uws/provenance": ["engine/base", "engine/io", "jobs", "catalog", "uws/http", "uws/async"],
    "uws/results": ["engine/base", "engine/io", "jobs", "jobs/work", "catalog", "uws/http", "uws/async"],
    "uws/admin": ["engine/base", "jobs", "catalog", "uws/http", "uws/async", "uws/identity"],
    "uws/analysis": ["engine/base", "engine/io", "jobs", "jobs/types", "jobs/work", "catalog", "uws/http", "uws/async", "uws/record", "uws/provenance",
                     "uws/jobtypes", "uws/results", "uws/links"],
    "uws/daemon": ["engine", "catalog", "jobs", "jobs/types", "jobs/work", "slurm", "uws"],
}

# Third-party header -> the only files that may include it. Tests and benchmarks may include anything.
HOMES = {
    "fitsio.h": ["engine/io/fits_*"],
    "hdf5*.h": ["engine/io/hdf5_*"],
    "wcslib/*": ["engine/io/wcs*"],
    "erfa*.h": ["engine/io/time_*"],
    "libdeflate.h": ["engine/io/gzip_*"],
    "zlib.h": ["engine/io/gzip_*", "uws/http/gzip*", "uws/results/zip.cpp"],
    "openssl/*": ["engine/io/sha256.cpp", "uws/http/tls_*.cpp"],
    "pugixml.hpp": ["engine/io/observation_xml.cpp"],
    "libpq-fe.h": ["catalog/pg/*"],
    "libxml/*": ["catalog/table/votable_reader*"],
    "boost/*": ["uws/http/*.cpp"],
    "spdlog/*": ["uws/daemon/log.cpp"],
    "curl/*": ["uws/fetch/fetch.cpp", "uws/fetch/notice.cpp"],
    "sodium.h": ["uws/identity/password.cpp"],
    "nlopt.h": ["engine/fit/minimise.cpp"],
    "mpi.h": ["engine/parallel/communicator.cpp"],
    "omp.h": ["engine/parallel/threads.cpp"],
    "cairo*": ["engine/draw/*", "uws/provenance/*picture*.cpp"],
    "nlohmann/*": ["*_json.cpp", "jobs/types/json_keys.hpp"],
    "yaml-cpp/*": ["engine/parameters/job_file.cpp", "catalog/ingest/*", "uws/daemon/config*.cpp"],
    "CLI/*": ["engine/parameters/command_line.cpp", "uws/daemon/command_line.cpp"],
}
NO_THIRD_PARTY = ["engine/base", "engine/model", "engine/kernels", "engine/responses"]
NOT_IN_HEADERS = ["regex", "iostream"]
LONGEST_FILE = 500
PARTS = ["engine", "catalog", "jobs", "slurm", "uws"]

include = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def problems_of(path):
    name = path.relative_to(ROOT).as_posix()
    folder = path.parent.relative_to(ROOT).as_posix()
    text = path.read_text()
    if text.count("\n") > LONGEST_FILE:
        yield f"{name}: longer than {LONGEST_FILE} lines"
    if folder != "engine/parallel" and re.search(r"^\s*#\s*pragma\s+omp", text, re.M):
        yield f"{name}: OpenMP outside engine/parallel"
    if folder not in ALLOWED:
        yield f"{name}: {folder} has no row in the include rules"
        return
    for bracket, header in include.findall(text):
        if bracket == '"':
            home = header.rsplit("/", 1)[0]
            allowed = [folder] + ALLOWED[folder]
            whole = [folder for folder in allowed if "/" not in folder and folder != "jobs"]
            if not (home in allowed or any(header.startswith(folder + "/") for folder in whole)):
                yield f"{name}: may not include {header}"
            continue
        third_party = "." in header or "/" in header
        posix = header in ("unistd.h", "fcntl.h", "sched.h", "dirent.h") or header.startswith(("sys/", "linux/"))
        if third_party and not posix:
            if folder in NO_THIRD_PARTY:
                yield f"{name}: no third-party header here, but {header}"
            for pattern, homes in HOMES.items():
                if fnmatch.fnmatch(header, pattern) and not any(fnmatch.fnmatch(name, home) for home in homes):
                    yield f"{name}: {header} belongs to {', '.join(homes)}"
        if path.suffix == ".hpp" and header in NOT_IN_HEADERS:
            yield f"{name}: <{header}> in a header"


definition = re.compile(r"^(?:struct|class|enum class)\s+(\w+)(?:\s+final)?(?:\s*:(?!:)[^;{]*)?\s*\{", re.M)


space = re.compile(r"^namespace ([\w:]+) \{", re.M)


def repeated_types(files):
    """All of engine is one namespace: two types of one name in two headers are one type to the linker."""
    homes = {}
    for path in files:
        if path.suffix == ".hpp":
            text = path.read_text()
            spaces = space.findall(text) or [""]
            for name in definition.findall(text):
                homes.setdefault(f"{spaces[0]}::{name}", []).append(path.relative_to(ROOT).as_posix())
    return [f"{name} is defined in {' and '.join(where)}" for name, where in homes.items() if len(where) > 1]


def main():
    files = sorted(p for part in PARTS for p in (ROOT / part).rglob("*") if p.suffix in (".cpp", ".hpp"))
    if len(files) < 100:
        sys.exit("include rules: the sources were not found")
    problems = [problem for path in files for problem in problems_of(path)] + repeated_types(files)
    print("\n".join(problems) or f"{len(files)} files follow the include rules")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
