#include <filesystem>
#include <functional>

#include <doctest/doctest.h>

#include "catalog/ingest/collection.hpp"
#include "catalog/ingest/run_values.hpp"
#include "engine/base/failure.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using catalog::ingest::Collection;
using catalog::ingest::parse_collection;

constexpr char const* least = "name: A\nschema: a\ntitle: T\ndescription: D\nauthority: example.org\n";

std::string failure_of(std::string const& yaml) {
  try {
    parse_collection(yaml, "x.yaml");
  } catch (engine::Failure const& failure) {
    CHECK(failure.fault() == engine::Fault::bad_request);
    return failure.what();
  }
  return "(none)";
}

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a short collection file has the defaults that a first ingest needs") {
  Collection const c = parse_collection(least, "x.yaml");
  CHECK(c.rights == catalog::ingest::Rights::public_);
  CHECK(c.visible_metadata);
  CHECK(c.data_level == 3);
  CHECK_FALSE(c.calib_level);
}

TEST_CASE("all mistakes of a collection file are told at once, each with its line") {
  std::string const told = failure_of(
      "name: A b\nschema: Public\ntitel: T\ndescription: D\nauthority: ivo://example.org\ns_fov: wide\n"
      "calib_level: 9\nrights: secret\nrelease_date: tomorrow\nvisible_metadata: perhaps\n"
      "groups:\n  - {name: G}\n  - {name: H, runs: [x]}\n");
  INFO(told);
  CHECK(says(told, "line 3: titel is unknown - did you mean title?"));
  CHECK(says(told, "title is missing"));
  CHECK(says(told, "line 1: name = 'A b'"));
  CHECK(says(told, "line 2: schema = 'Public'"));
  CHECK(says(told, "line 5: authority"));
  CHECK(says(told, "line 6: s_fov = 'wide' is no number"));
  CHECK(says(told, "line 7: calib_level = '9'"));
  CHECK(says(told, "line 8: rights = 'secret'"));
  CHECK(says(told, "line 9: release_date = 'tomorrow'"));
  CHECK(says(told, "line 10: visible_metadata = 'perhaps'"));
  CHECK(says(told, "groups 1: name has no members"));
  CHECK(says(told, "groups 2: runs has 'x'"));
}

TEST_CASE("texts, lists and mappings in each other's place are mistakes, not crashes") {
  for (char const* more :
       {"groups: 7\n", "groups: [7]\n", "subject: {a: b}\n", "s_fov: [1]\n", "arrays: {name: [1]}\n",
        "groups: [[]]\n", "header_overrides: [{}]\n", "products: {}\n", "arrays: [{name: A, site: 3}]\n",
        "title: again\n", "arrays: [{name: A, telescopes: [{name: T, number: 1}, {name: U, number: 1}]}]\n"})
    CHECK_MESSAGE(failure_of(std::string(least) + more) != "(none)", more);
  for (char const* whole : {"", "7", "[1, 2]", "{", "a: [", "\t\n: :", "&a [*a]", "- - - -"})
    CHECK_MESSAGE(failure_of(whole) != "(none)", whole);
}

TEST_CASE("a schema may not take the name of one that the service keeps for itself") {
  for (char const* name :
       {"ivoa", "store", "tap_schema", "pg_x", "public", "9a", "a-b", "information_schema"})
    CHECK_MESSAGE(says(failure_of("name: A\nschema: " + std::string(name) +
                                  "\ntitle: T\ndescription: D\nauthority: example.org\n"),
                       "schema"),
                  name);
}

TEST_CASE("an override does exactly one thing") {
  std::string const head = std::string(least) + "header_overrides:\n  - ";
  CHECK(says(failure_of(head + "{keyword: GEOLON, reason: why}\n"), "exactly one of"));
  CHECK(says(failure_of(head + "{keyword: GEOLON, value: 1, scale: 2, reason: why}\n"), "exactly one of"));
  CHECK(says(failure_of(head + "{keyword: GEOLON, value: 1}\n"), "reason is missing"));
  CHECK(says(failure_of(head + "{keyword: G, scale: 1, only_if_absent: yes, reason: why}\n"), "contradicts"));
  Collection const c = parse_collection(
      head + "{keyword: mjdrefi, value: 51544, only_if_absent: yes, reason: why}\n", "x.yaml");
  CHECK(c.overrides.front().keyword == "MJDREFI");
  CHECK_FALSE(c.overrides.front().value_is_text);
}

TEST_CASE("telescopes are counted out and numbered, and their mean field of view is the run's") {
  Collection const c =
      parse_collection(std::string(least) +
                           "arrays:\n  - name: S\n    telescopes:\n      - {name: LST, count: 2, fov: 4}\n"
                           "      - {name: SST, fov: 10}\n    valid_from: 2020-01-01\n",
                       "x.yaml");
  auto const& array = c.arrays.front();
  REQUIRE(array.telescopes.size() == 3);
  CHECK(array.telescopes[1].name == "LST2");
  CHECK(array.telescopes[2].number == 3);
  CHECK(catalog::ingest::mean_field_of_view_deg(array) == doctest::Approx(6));
  CHECK(array.array == "S");
}

TEST_CASE("a range of runs is all of them, and too long a range is a mistake") {
  Collection const c = parse_collection(std::string(least) + "groups: {name: G, runs: [5-7, 9]}\n", "x.yaml");
  CHECK(c.groups.front().members.ids == std::vector<std::int64_t>{5, 6, 7, 9});
  CHECK(says(failure_of(std::string(least) + "groups: {name: G, runs: [1-99999999999]}\n"), "no run id"));
}

TEST_CASE("every collection file that comes with the program can be read, and says whom to thank") {
  std::size_t found = 0;
  for (auto const& entry : std::filesystem::directory_iterator(COLLECTIONS_FOLDER)) {
    if (entry.path().extension() != ".yaml") continue;
    Collection const c = catalog::ingest::read_collection_file(entry.path().string());
    CHECK_FALSE(c.attribution.empty());
    CHECK_FALSE(c.terms.empty());
    ++found;
  }
  CHECK(found >= 3);
}

TEST_CASE("a collection file that is not there is a missing resource") {
  test_support::TemporaryDirectory const folder;
  for (std::string const& path :
       {folder.file("none.yaml"), folder.path().string(), std::string("/dev/null")}) {
    try {
      catalog::ingest::read_collection_file(path);
      FAIL("was read");
    } catch (engine::Failure const& failure) {
      CHECK(failure.fault() == engine::Fault::missing_resource);
    }
  }
}
