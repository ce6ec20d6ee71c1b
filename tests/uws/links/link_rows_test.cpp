#include "uws/links/link_rows.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "tests/support/temporary_directory.hpp"
#include "uws/links/collection_page.hpp"
#include "uws/links/data_path.hpp"

namespace {

using namespace uws;
namespace fs = std::filesystem;

Dataset run_in_one_file() {
  FileLink const file{"dr1", "data/x.fits.gz", "", "application/fits", 100};
  Dataset run{.did = "ivo://a/dr1?1",
              .known = true,
              .may_read = true,
              .for_everybody = true,
              .title = "run 1",
              .kind = "event-bundle",
              .collection = "dr1",
              .file = file};
  run.is_run = true;
  for (char const* role : {"aeff", "bkg", "edisp", "events", "gti", "psf", "rad_max"})
    run.run_files.push_back({role, file});
  return run;
}

std::size_t index_of(std::string const& column) {
  auto const& columns = link_columns();
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == column) return i;
  FAIL("no column ", column);
  return 0;
}

}  // namespace

TEST_CASE("each link has exactly one of address, service and error") {
  std::vector<catalog::ServiceDescriptor> services;
  Dataset unknown{.did = "ivo://x"};
  for (Dataset const& dataset : {run_in_one_file(), unknown})
    for (auto const& row : link_rows(dataset, {"https://h", "/soda/sync", "/provsap"}, services)) {
      CHECK(row.size() == link_columns().size());
      int const given = row[index_of("access_url")].has_value() + row[index_of("service_def")].has_value() +
                        row[index_of("error_message")].has_value();
      CHECK(given == 1);
      CHECK(row[0] == dataset.did);
      CHECK(row[index_of("semantics")]->starts_with('#'));
    }
  CHECK(services.size() == 1);
}

TEST_CASE("a run in one file gives what gammapy asks for, the event list first") {
  std::vector<catalog::ServiceDescriptor> services;
  auto const rows = link_rows(run_in_one_file(), {"https://h/p", "", ""}, services);
  CHECK(services.empty());
  CHECK(rows[0][index_of("semantics")] == "#this");
  CHECK(rows[0][index_of("access_url")] == "https://h/p/files/dr1/data/x.fits.gz");
  std::vector<std::string> qualifiers;
  for (auto const& row : rows)
    if (auto const& q = row[index_of("content_qualifier")]) qualifiers.push_back(*q);
  CHECK(qualifiers ==
        std::vector<std::string>{"event-list", "aeff", "edisp", "psf", "bkgrate", "rad_max", "event-bundle"});
}

TEST_CASE("a product links to what it was made of, to its picture, its provenance, and to making it again") {
  Dataset product{.did = "ivo://a/jobs?A1/counts",
                  .known = true,
                  .may_read = true,
                  .for_everybody = true,
                  .title = "Counts"};
  product.file = FileLink{"maps", "A1/counts.fits", "", "application/fits", 100};
  product.job_type = "map";
  product.derived = {
      {"ivo://a/jobs?A1/png", "picture", "image", FileLink{"maps", "A1/counts.png", "", "image/png", 10}}};
  product.progenitors = {{"ivo://a/dr1?1", "run 1"}, {"ivo://a/dr1?2", "run 2"}};
  product.all_progenitors = 10000;
  std::vector<catalog::ServiceDescriptor> services;
  auto const rows = link_rows(product, {"https://h", "/soda/sync", "/provsap", "/uws"}, services);
  std::vector<std::string> semantics, provenance_types;
  for (auto const& row : rows) {
    semantics.push_back(*row[index_of("semantics")]);
    if (row[index_of("local_semantics")] == "provenance")
      provenance_types.push_back(*row[index_of("content_type")]);
  }
  auto const count = [&](std::string const& word) {
    return std::count(semantics.begin(), semantics.end(), word);
  };
  CHECK(semantics.front() == "#this");
  CHECK(count("#preview") == 1);
  CHECK(count("#progenitor") == 3);  // two runs, and one for all
  CHECK(count("#proc") == 1);
  CHECK(count("#cutout") == 0);
  CHECK(provenance_types == std::vector<std::string>{"application/json", "application/provenance+xml",
                                                     "application/x-votable+xml", "image/svg+xml"});
  REQUIRE(services.size() == 1);
  CHECK(services.front().access_url == "https://h/uws/map");
  CHECK(services.front().inputs.front().name == "PROVENANCE");
  CHECK(services.front().inputs.front().value == product.did);
}

TEST_CASE("links that are not for this user say so; the collection's page is for everybody") {
  Dataset run = run_in_one_file();
  run.may_read = run.for_everybody = false;
  std::vector<catalog::ServiceDescriptor> services;
  auto const rows = link_rows(run, {"https://h", "", ""}, services);
  CHECK(rows.front()[index_of("link_auth")] == "true");
  CHECK(rows.front()[index_of("link_authorized")] == "f");
  CHECK(rows.back()[index_of("semantics")] == "#documentation");
  CHECK(rows.back()[index_of("link_authorized")] == "t");
}

TEST_CASE("only regular files below the root are found, whatever the words and links say") {
  test_support::TemporaryDirectory const directory;
  fs::path const root = directory.path() / "root", outside = directory.path() / "rootless";
  fs::create_directories(root / "sub");
  fs::create_directories(outside);
  std::ofstream(root / "sub/a.fits") << "a";
  std::ofstream(outside / "b.fits") << "b";
  fs::create_symlink(outside / "b.fits", root / "link.fits");
  fs::create_symlink(outside, root / "folder");
  fs::create_symlink("sub/a.fits", root / "inner.fits");
  CHECK(data_path(root, "sub/a.fits", {}));
  CHECK(data_path(root, "inner.fits", {}));
  CHECK(data_path(root.string() + "/", "sub/../sub/a.fits", {directory.path()}));
  CHECK_FALSE(data_path(root, "sub/a.fits", {outside}));
  for (char const* bad :
       {"", "sub", "nothing", "../rootless/b.fits", "link.fits", "folder/b.fits", "/etc/passwd"})
    CHECK_MESSAGE(!data_path(root, bad, {}), bad);
  CHECK_FALSE(data_path("relative", "sub/a.fits", {}));
}

TEST_CASE("nothing of a collection's texts becomes markup, and only web addresses become links") {
  CollectionFacts facts{.name = "x", .title = "<script>alert(1)</script>"};
  facts.reference_url = "javascript:alert(1)";
  facts.licence_url = "https://example.org/?a=\"b\"";
  std::string const page = collection_html(facts, "https://h");
  CHECK(page.find("<script>") == std::string::npos);
  CHECK(page.find("href=\"javascript") == std::string::npos);
  CHECK(page.find("?a=\"b\"") == std::string::npos);
}
