#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>

#include <doctest/doctest.h>

#include "tests/engine/check/dl3_recipe.hpp"
#include "tests/support/temporary_directory.hpp"

namespace fs = std::filesystem;
using namespace test_support;
using Told = std::vector<std::string>;
using std::string;

namespace {

string bytes_of(string const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write_bytes(string const& path, string const& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Replaces text in a header, character for character.
void edit(string const& path, string const& from, string const& to) {
  REQUIRE(from.size() == to.size());
  string bytes = bytes_of(path);
  std::size_t const at = bytes.find(from);
  REQUIRE(at != string::npos);
  bytes.replace(at, from.size(), to);
  write_bytes(path, bytes);
}

bool has(Told const& told, string const& what) {
  return std::any_of(told.begin(), told.end(), [&](string const& one) { return one.starts_with(what); });
}

/// A set on disk whose first run's file may be damaged.
struct SetOnDisk {
  TemporaryDirectory folder;
  SetOnDisk() { SetRecipe({7, 8}).write(folder.path().string()); }
  string run() const { return folder.file("run-7.fits"); }
  engine::CheckReport check() const { return engine::check_data_set({folder.path().string()}, {}); }
};

}  // namespace

TEST_CASE("a file cut at any length is told to be damaged, and the other run is still read") {
  SetOnDisk const set;
  string const whole = bytes_of(set.run());
  for (std::size_t length :
       {std::size_t{0}, std::size_t{1}, std::size_t{2879}, std::size_t{2880}, std::size_t{4000},
        std::size_t{5760}, std::size_t{8640}, std::size_t{14400}, whole.size() - 2880, whole.size() - 1}) {
    INFO(length);
    write_bytes(set.run(), whole.substr(0, length));
    auto const report = set.check();
    auto const all = told(report);
    CHECK((has(all, "error unreadable") || has(all, "error index-hdu-missing") ||
           has(all, "warning file-not-in-blocks")));
    CHECK(engine::exit_status(report) >= 1);
    CHECK(report.events >= 5);
    CHECK(report.runs == 2);
  }
}

TEST_CASE("a changed byte is told by the checksum") {
  SetOnDisk const set;
  edit(set.run(), "a test", "a Test");
  CHECK(told(set.check()) == Told{"error checksum-wrong CHECKSUM"});

  SetOnDisk const other;
  string bytes = bytes_of(other.run());
  std::size_t const header = bytes.find("XTENSION");
  std::size_t const data = bytes.find("END   ", header) / 2880 * 2880 + 2880;
  bytes[data + 7] = 9;  // the last byte of the first EVENT_ID
  write_bytes(other.run(), bytes);
  CHECK(told(other.check()) == Told{"error checksum-wrong DATASUM"});
}

TEST_CASE("headers with absurd sizes and types are told, not believed") {
  auto const after = [](string const& from, string const& to) {
    SetOnDisk const set;
    edit(set.run(), from, to);
    return told(set.check());
  };
  // cfitsio believes this one, so that the next header would be beyond the end of the file.
  Told const many_rows = after("NAXIS2  =                    5", "NAXIS2  =  9223372036854775807");
  CHECK(has(many_rows, "error unreadable"));
  CHECK(has(many_rows, "error hdu-unreadable"));
  for (auto const& [from, to] : std::vector<std::pair<string, string>>{
           {"NAXIS2  =                    5", "NAXIS2  =                   -5"},
           {"NAXIS1  =                   28", "NAXIS1  =                    0"},
           {"NAXIS1  =                   28", "NAXIS1  =                   27"},
           {"TFIELDS =                    5", "TFIELDS =                  999"},
           {"TFORM5  = '1E      '", "TFORM5  = '9E9     '"},
           {"TFORM5  = '1E      '", "TFORM5  = '1Z      '"}}) {
    INFO(to);
    Told const all = after(from, to);
    // Told for the file where it is refused at opening, else for what lies behind its last sound HDU.
    CHECK((has(all, "error unreadable") || has(all, "error index-hdu-missing EVENTS")));
    CHECK((has(all, "error unreadable") || has(all, "error hdu-unreadable")));
  }
  CHECK(has(after("XTENSION= 'BINTABLE'", "XTENSION= 'IMAGE   '"), "error not-a-table XTENSION"));
  CHECK(has(after("MJDREFI =                59000", "MJDREFI = 99999999999999999999"),
            "error keyword-unreadable MJDREFI"));
  CHECK(has(after("TSTART  =               1000.0", "TSTART  =              1.E+308"),
            "error time-implausible TSTART"));
}

TEST_CASE("gzip files are read, and their damage is told") {
  SetOnDisk const set;
  string const gz = set.folder.file("run-7.fits.gz");
  REQUIRE(std::system(("gzip -k '" + set.run() + "'").c_str()) == 0);
  CHECK(told(engine::check_data_set({gz}, {})) == Told{});
  string const whole = bytes_of(gz);
  for (double part : {0.02, 0.5, 0.95}) {
    write_bytes(gz, whole.substr(0, static_cast<std::size_t>(static_cast<double>(whole.size()) * part)));
    CHECK(told(engine::check_data_set({gz}, {})) == Told{"error unreadable"});
  }
  string flipped = whole;
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x40);
  write_bytes(gz, flipped);
  CHECK(told(engine::check_data_set({gz}, {})) == Told{"error unreadable"});
}

TEST_CASE("what is no DL3 file at all is told so") {
  TemporaryDirectory const folder;
  auto const of = [&](string const& name, string const& content) {
    write_bytes(folder.file(name), content);
    return told(engine::check_data_set({folder.file(name)}, {}));
  };
  CHECK(of("empty.fits", "") == Told{"error unreadable"});
  CHECK(has(of("text.fits", "hello"), "error unreadable"));
  CHECK(has(of("broken.xml", "<observation_list><observ"), "error unreadable"));
  CHECK(has(of("hdu-index.fits", string(5760, 'x')), "error unreadable"));
  engine::FitsWriter image = engine::FitsWriter::create(folder.file("image.fits"));
  image.empty_primary();
  image.close();
  CHECK(told(engine::check_data_set({folder.file("image.fits")}, {})) == Told{"note no-dl3-tables"});
  CHECK(told(engine::check_data_set({}, {})) == Told{});
  CHECK(has(told(engine::check_data_set({string(5000, 'x')}, {})), "error"));
}

TEST_CASE("no damage to a few bytes anywhere in a set makes the check throw") {
  SetOnDisk const set;
  std::mt19937 random(20240229);
  for (string const name : {"run-7.fits", "hdu-index.fits", "obs-index.fits"}) {
    string const whole = bytes_of(set.folder.file(name));
    for (int trial = 0; trial < 120; ++trial) {
      string damaged = whole;
      for (int i = 0; i < 3; ++i) {
        std::size_t const at = random() % damaged.size();
        // Half of the damage is printable: it gets past the header parser and into the values.
        damaged[at] =
            random() % 2 == 0 ? static_cast<char>(random() % 256) : " '0123456789+-.ETDKPQ()/"[random() % 24];
      }
      write_bytes(set.folder.file(name), damaged);
      INFO(name << " trial " << trial);
      CHECK_NOTHROW(set.check());
    }
    write_bytes(set.folder.file(name), whole);
  }
  CHECK(told(set.check()) == Told{});
}
