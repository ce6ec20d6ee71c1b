// Archives are read back by programs that are not ours: Python's zipfile and tarfile, sha256sum.
#include "uws/results/archive.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "engine/io/sha256.hpp"
#include "jobs/process.hpp"
#include "tests/uws/results/result_web.hpp"

using namespace test_results;

namespace {

constexpr char const* list_members =
    "import sys, zipfile, tarfile, hashlib\n"
    "name = sys.argv[1]\n"
    "if name.endswith('.zip'):\n"
    "    archive = zipfile.ZipFile(name)\n"
    "    assert archive.testzip() is None\n"
    "    members = [(m.filename, archive.read(m), m.external_attr >> 16 & 0o777) for m in "
    "archive.infolist()]\n"
    "else:\n"
    "    archive = tarfile.open(name, 'r:')\n"
    "    members = [(m.name, archive.extractfile(m).read(), m.mode) for m in archive.getmembers()]\n"
    "for path, content, mode in members:\n"
    "    print(path, len(content), hashlib.sha256(content).hexdigest(), oct(mode))\n";

std::string members_of(std::filesystem::path const& archive) {
  auto const result = jobs::run_process({.argv = {"python3", "-c", list_members, archive.string()}});
  REQUIRE_MESSAGE(result.status == 0, result.errors);
  return result.output;
}

std::filesystem::path saved(Web& web, std::string const& target, std::string const& name) {
  auto const seen = web.get(target);
  REQUIRE(seen.status == 200);
  auto const file = web.folder.path() / name;
  std::ofstream(file, std::ios::binary) << seen.body;
  return file;
}

std::string line_of(std::string const& name, std::string const& content) {
  return name + " " + std::to_string(content.size()) + " " + engine::sha256_of(content) + " 0o644\n";
}

}  // namespace

TEST_CASE("zip and tar hold every result, unharmed, in a folder that names the job") {
  std::string const large(3'000'001, 'x');
  ResultWeb web;
  std::string const id =
      web.finished({{"counts.fits", large}, {"empty.txt", ""}, {"plots/map.png", "\x89PNG\n\0x"}});
  std::string const folder = "tap-" + id.substr(0, 8) + "/";
  for (std::string const kind : {"zip", "tar"}) {
    std::string const found = members_of(saved(web, web.job_path(id) + "/archive." + kind, "a." + kind));
    CHECK(found.find(line_of(folder + "counts.fits", large)) != std::string::npos);
    CHECK(found.find(line_of(folder + "empty.txt", "")) != std::string::npos);
    CHECK(found.find(line_of(folder + "plots/map.png", "\x89PNG\n")) != std::string::npos);
    CHECK(found.find(folder + "SHA256SUMS") != std::string::npos);
  }
}

TEST_CASE("the checksums in the archive are those of its files") {
  ResultWeb web;
  std::string const id = web.finished({{"a.fits", "first"}, {"b-c.txt", "second"}});
  auto const tar = saved(web, web.job_path(id) + "/archive.tar", "a.tar");
  auto const folder = web.folder.path() / ("tap-" + id.substr(0, 8));
  CHECK(jobs::run_process({.argv = {"tar", "-C", web.folder.path().string(), "-xf", tar.string()}}).status ==
        0);
  auto const checked =
      jobs::run_process({.argv = {"sh", "-c", "cd \"$0\" && sha256sum -c SHA256SUMS", folder.string()}});
  CHECK_MESSAGE(checked.status == 0, checked.errors);
}

TEST_CASE("names of results do not hide each other, nor what we add") {
  ResultWeb web;
  std::string const id = web.finished({{"a.txt", "1"}, {"a.txt", "1"}, {"SHA256SUMS", "3"}});
  std::string const found = members_of(saved(web, web.job_path(id) + "/archive.zip", "a.zip"));
  std::string const folder = "tap-" + id.substr(0, 8) + "/";
  for (char const* name : {"a.txt", "a-2.txt", "SHA256SUMS-2"})
    CHECK(found.find(folder + name + " 1 ") != std::string::npos);
  CHECK(found.find(folder + "SHA256SUMS ") != std::string::npos);
}

TEST_CASE("long names and sizes beyond eight gigabytes have their place in tar") {
  test_support::TemporaryDirectory folder;
  auto const file = folder.path() / "large";
  std::ofstream(file).close();
  std::filesystem::resize_file(file, std::uintmax_t{9} << 30);  // a hole: takes no room
  std::string const name = "job/" + std::string(200, 'n') + ".fits";
  auto const source = uws::tar_of({{name, file, {}, {}}});
  std::string head;
  REQUIRE(source->read(head));
  head.resize(head.size() + 1024);
  std::ofstream(folder.path() / "head.tar", std::ios::binary) << head;
  auto const read = jobs::run_process(
      {.argv = {"python3", "-c",
                "import sys, tarfile\nm = tarfile.TarFile(sys.argv[1]).next()\nprint(m.name, m.size)",
                (folder.path() / "head.tar").string()}});
  CHECK(read.output == name + " " + std::to_string(std::uintmax_t{9} << 30) + "\n");
}

TEST_CASE("more members than a plain zip can count") {
  std::vector<uws::ArchiveEntry> entries;
  for (int i = 0; i < 66000; ++i) entries.push_back({"j/" + std::to_string(i), {}, "x", {}});
  test_support::TemporaryDirectory folder;
  auto const path = folder.path() / "many.zip";
  {
    std::ofstream out(path, std::ios::binary);
    auto const source = uws::zip_of(entries);
    for (std::string chunk; source->read(chunk);) out << chunk;
  }
  auto const read =
      jobs::run_process({.argv = {"python3", "-c",
                                  "import sys, zipfile\nz = "
                                  "zipfile.ZipFile(sys.argv[1])\nprint(len(z.infolist()), z.read('j/65999'))",
                                  path.string()}});
  CHECK(read.output == "66000 b'x'\n");
}

TEST_CASE("who asks for another form of the results is led to the archive, or told what there is") {
  ResultWeb web;
  std::string const id = web.finished({{"a.txt", "1"}});
  CHECK(location(web.get(web.job_path(id) + "/results?format=zip")) ==
        web.base_url + web.job_path(id) + "/archive.zip");
  CHECK(web.get(web.job_path(id) + "/results?format=rar").status == 400);
  std::string const pending = job_in(web, jobs::Phase::pending);
  CHECK(web.get(web.job_path(pending) + "/archive.zip").status == 404);
  CHECK(web.get(web.job_path(pending) + "/results?FORMAT=zip").status == 404);
}
