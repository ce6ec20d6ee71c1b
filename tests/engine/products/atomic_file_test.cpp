#include "engine/io/atomic_file.hpp"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/engine/products/sample_products.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using test_support::content_of;
using test_support::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

void put(fs::path const& path, std::string const& text) { std::ofstream(path) << text; }

std::size_t entries(fs::path const& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

Fault fault_of(auto&& action) {
  try {
    action();
  } catch (Failure const& failure) {
    return failure.fault();
  }
  FAIL("nothing was refused");
  return Fault::internal;
}

}  // namespace

TEST_CASE("products appear together under their names, and nothing else stays behind") {
  TemporaryDirectory const folder;
  {
    StagingDirectory staging = StagingDirectory::create(folder.path());
    put(staging.file("counts.fits"), "map");
    put(StagingDirectory::join(staging.path()).file("irf/response.fits"), "irf");
    CHECK(entries(folder.path()) == 1);
    CHECK_FALSE(fs::exists(folder.file("counts.fits")));
    staging.commit(Overwrite::no);
  }
  CHECK(content_of(folder.file("counts.fits")) == "map");
  CHECK(content_of(folder.file("irf/response.fits")) == "irf");
  CHECK(entries(folder.path()) == 2);
}

TEST_CASE(
    "work that ends before its products are complete leaves no trace, not even the folder made for it") {
  TemporaryDirectory const folder;
  {
    StagingDirectory const staging = StagingDirectory::create(folder.file("a/b"));
    put(staging.file("counts.fits"), "half");
  }
  CHECK(entries(folder.path()) == 0);
}

TEST_CASE("a rank that joined removes nothing") {
  TemporaryDirectory const folder;
  StagingDirectory const staging = StagingDirectory::create(folder.path());
  { put(StagingDirectory::join(staging.path()).file("part.fits"), "part"); }
  CHECK(content_of(staging.file("part.fits")) == "part");
}

TEST_CASE("an existing output is only replaced where that was asked for") {
  TemporaryDirectory const folder;
  std::vector<std::string> const targets{folder.file("counts.fits")};
  CHECK_NOTHROW(refuse_existing(targets, Overwrite::no));
  put(targets[0], "old");
  CHECK(fault_of([&] { refuse_existing(targets, Overwrite::no); }) == Fault::bad_request);
  CHECK_NOTHROW(refuse_existing(targets, Overwrite::yes));

  StagingDirectory staging = StagingDirectory::create(folder.path());
  put(staging.file("counts.fits"), "new");
  CHECK(fault_of([&] { staging.commit(Overwrite::no); }) == Fault::bad_request);
  CHECK(content_of(targets[0]) == "old");
  staging.commit(Overwrite::yes);
  CHECK(content_of(targets[0]) == "new");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("folders, symbolic links and two outputs of one name are refused even with clobber") {
  TemporaryDirectory const folder;
  fs::create_directory(folder.file("dir"));
  put(folder.file("real"), "precious");
  fs::create_symlink(folder.file("real"), folder.file("link"));
  fs::create_symlink(folder.file("nowhere"), folder.file("dangling"));
  for (std::string const name : {"dir", "link", "dangling"}) {
    std::vector<std::string> const targets{folder.file(name)};
    CHECK(fault_of([&] { refuse_existing(targets, Overwrite::yes); }) == Fault::bad_request);
  }
  std::vector<std::string> const twice{folder.file("a.fits"), folder.file("./a.fits")};
  CHECK(fault_of([&] { refuse_existing(twice, Overwrite::yes); }) == Fault::bad_request);
  CHECK(content_of(folder.file("real")) == "precious");
}

TEST_CASE("if one of several outputs cannot get its name, all are as before") {
  TemporaryDirectory const folder;
  put(folder.file("a.fits"), "old a");
  StagingDirectory staging = StagingDirectory::create(folder.path());
  put(staging.file("a.fits"), "new a");
  put(staging.file("b.fits"), "new b");
  put(staging.file("sub/c.fits"), "new c");
  fs::create_directory(folder.file("b.fits"));
  CHECK_THROWS_AS(staging.commit(Overwrite::yes), Failure);
  CHECK(content_of(folder.file("a.fits")) == "old a");
  CHECK_FALSE(fs::exists(folder.file("sub")));
  fs::remove(folder.file("b.fits"));
  staging.commit(Overwrite::yes);
  CHECK(content_of(folder.file("b.fits")) == "new b");
}

TEST_CASE("a file in place of a folder is reported as a place that cannot be written") {
  TemporaryDirectory const folder;
  put(folder.file("file"), "");
  CHECK(fault_of([&] { (void)StagingDirectory::create(folder.file("file/out")); }) ==
        Fault::missing_resource);
  CHECK(fault_of([&] { write_file(folder.file("file/x.json"), "{}", Overwrite::no); }) ==
        Fault::missing_resource);
}

TEST_CASE("a small file is written whole and replaces another only on demand") {
  TemporaryDirectory const folder;
  std::string const path = folder.file("report.json");
  write_file(path, "{}", Overwrite::no);
  CHECK(fault_of([&] { write_file(path, "[]", Overwrite::no); }) == Fault::bad_request);
  CHECK(content_of(path) == "{}");
  write_file(path, "[]", Overwrite::yes);
  CHECK(content_of(path) == "[]");
  CHECK(entries(folder.path()) == 1);
}
