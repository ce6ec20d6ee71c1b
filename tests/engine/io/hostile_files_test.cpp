// Files that are damaged or made to harm: each is refused with a sentence that names it, or read correctly.
#include <filesystem>
#include <optional>
#include <random>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/io/fits_events.hpp"
#include "tests/engine/io/event_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;
namespace fs = std::filesystem;

namespace {

EventFile many_events() {
  EventFile file;
  std::vector<double> values;
  for (int i = 0; i < 500; ++i) values.push_back(i % 90);
  for (TestColumn& column : file.columns) column.cells = values;
  return file;
}

/// Everything that can be read of the file.
std::size_t read_all(std::string const& path) {
  FitsEvents events(run_in(path));
  EventColumns out;
  std::size_t count = 0;
  for (std::size_t first = 0; first < events.rows(); first += 64) {
    events.read({first, std::min(events.rows(), first + 64)},
                {.time = true, .direction = true, .energy = true, .extra = {"EVENT_ID"}}, out);
    count += out.count;
  }
  return count;
}

/// As many events as there are, or a refusal that names the file.
bool whole_or_refused(std::string const& path, std::size_t events) {
  std::optional<std::size_t> count;
  try {
    count = read_all(path);
  } catch (Failure const& failure) {
    return contains(failure.what(), "bad.fits");
  }
  return count == events;
}

struct Hostile {
  TemporaryDirectory folder;
  std::string good;
  std::string path = folder.file("bad.fits");
  Hostile() {
    write(folder.file("good.fits"), many_events());
    good = bytes_of(folder.file("good.fits"));
  }
  std::string refusal(std::string const& bytes) const {
    write_bytes(path, bytes);
    std::string const message = failure_of([&] { read_all(path); });
    CHECK(contains(message, "bad.fits"));
    return message;
  }
};

}  // namespace

TEST_CASE("the untouched file is read") {
  Hostile const hostile;
  write_bytes(hostile.path, hostile.good);
  CHECK(read_all(hostile.path) == 500);
}

TEST_CASE("a file cut at any block, or beside it, is refused or whole in its events") {
  Hostile const hostile;
  for (std::size_t block = 0; block <= hostile.good.size(); block += 2880)
    for (std::size_t const size : {block, block + 1, block + 80, block + 1440}) {
      if (size >= hostile.good.size()) continue;
      CAPTURE(size);
      write_bytes(hostile.path, hostile.good.substr(0, size));
      CHECK(whole_or_refused(hostile.path, 500));  // whole where only the GTI table behind them is cut
    }
}

TEST_CASE("a table that is cut says how many rows it should have and has") {
  Hostile const hostile;
  std::size_t const data_start = [&] {
    write_bytes(hostile.path, hostile.good);
    return FitsEvents(run_in(hostile.path)).table().data_start;
  }();
  CHECK(contains(hostile.refusal(hostile.good.substr(0, data_start + 28 * 100 + 5)),
                 "truncated: the header promises 500 rows (NAXIS2), the file holds 100"));
}

TEST_CASE("sizes that cannot be are refused") {
  Hostile const hostile;
  struct Card {
    std::string keyword, value;
  };
  for (Card const& card : {Card{"NAXIS2", "1000000000000"},
                           {"NAXIS2", "9223372036854775807"},
                           {"NAXIS2", "-1"},
                           {"NAXIS2", "'many'"},
                           {"NAXIS1", "0"},
                           {"NAXIS1", "27"},
                           {"NAXIS1", "29"},
                           {"NAXIS1", "9223372036854775807"},
                           {"NAXIS1", "-28"},
                           {"TFIELDS", "6"},
                           {"TFIELDS", "4"},
                           {"TFIELDS", "-5"},
                           {"TFIELDS", "999999999"},
                           {"TFORM2", "'99999999999999999999D'"},
                           {"TFORM2", "'1Z'"},
                           {"TFORM2", "''"},
                           {"TFORM2", "'2147483647D'"}}) {
    CAPTURE(card.keyword);
    CAPTURE(card.value);
    CHECK(contains(hostile.refusal(with_card(hostile.good, card.keyword, card.value)), "bad.fits"));
  }
}

TEST_CASE("a table with rows and no columns is refused") {
  Hostile const hostile;
  std::string bytes = with_card(hostile.good, "NAXIS1", "0");
  bytes = with_card(bytes, "TFIELDS", "0");
  hostile.refusal(bytes);
}

TEST_CASE("mandatory keywords that are no numbers, or not in their order, do not reach cfitsio") {
  // It would make room for an undefined number of columns.
  Hostile const hostile;
  for (std::string const value : {"5x", "'500'", "5.5", "", "500 500"})
    CHECK(contains(hostile.refusal(with_card(hostile.good, "NAXIS2", value)), "NAXIS2"));
  std::string swapped = hostile.good;
  std::size_t const at = swapped.find("PCOUNT  ");
  swapped.replace(at, 8, "GCOUNT  ");
  swapped.replace(at + 80, 8, "PCOUNT  ");
  CHECK(contains(hostile.refusal(swapped), "PCOUNT is not where it must be"));
  std::string nul_behind = with_card(hostile.good, "XTENSION", std::string("'BINTABLE\0\4    '", 16));
  CHECK(contains(hostile.refusal(with_card(nul_behind, "NAXIS2", "5x")), "NAXIS2"));
  std::string unquoted = hostile.good;
  unquoted.replace(unquoted.find("TTYPE2  "), 80, "TTYPE2  = " + std::string(70, 'x'));
  CHECK(contains(hostile.refusal(unquoted), "TTYPE2 is no text"));
}

TEST_CASE("PCOUNT and GCOUNT that cannot be do not lead beyond the file") {
  Hostile const hostile;
  for (std::string const value : {"-1", "9223372036854775807", "1000000"}) {
    write_bytes(hostile.path, with_card(hostile.good, "PCOUNT", value));
    CHECK(whole_or_refused(hostile.path, 500));
  }
}

TEST_CASE("what is no FITS file is refused") {
  Hostile const hostile;
  CHECK(contains(hostile.refusal(""), "empty"));
  hostile.refusal("x");
  hostile.refusal(std::string(2880, '\0'));
  hostile.refusal(std::string(28800, ' '));
  hostile.refusal("\x1f\x8b");
  fs::remove(hostile.path);
  fs::create_directory(hostile.path);
  CHECK(contains(failure_of([&] { read_all(hostile.path); }), "not a regular file"));
}

TEST_CASE("damaged gzip files are refused") {
  Hostile const hostile;
  write_gzip(hostile.folder.file("good.gz"), hostile.good);
  std::string const packed = bytes_of(hostile.folder.file("good.gz"));
  for (std::size_t const size : {3UL, 11UL, packed.size() / 2, packed.size() - 8, packed.size() - 1}) {
    CAPTURE(size);
    hostile.refusal(packed.substr(0, size));
  }
  std::string flipped = packed;
  flipped[packed.size() / 2] = static_cast<char>(flipped[packed.size() / 2] ^ 0x10);
  hostile.refusal(flipped);
}

TEST_CASE("several gzip members are one file, and zeros may follow") {
  Hostile const hostile;
  std::size_t const half = hostile.good.size() / 2;
  write_gzip(hostile.folder.file("one.gz"), hostile.good.substr(0, half));
  write_gzip(hostile.folder.file("two.gz"), hostile.good.substr(half));
  std::string const both = bytes_of(hostile.folder.file("one.gz")) + bytes_of(hostile.folder.file("two.gz"));
  write_bytes(hostile.path, both);
  CHECK(read_all(hostile.path) == 500);
  write_bytes(hostile.path, both + std::string(1000, '\0'));
  CHECK(read_all(hostile.path) == 500);
}

TEST_CASE("a gzip bomb is refused for what it is not") {
  Hostile const hostile;
  write_gzip(hostile.path, std::string(64 << 20, '\0'));  // 64 kB packed
  CHECK(contains(failure_of([&] { read_all(hostile.path); }), "bad.fits"));
}

TEST_CASE("bytes changed at random are refused or read, nothing else") {
  Hostile const hostile;
  std::mt19937 random(20040326);
  for (int round = 0; round < 1500; ++round) {
    std::string bytes = hostile.good;
    for (int change = 0; change < 4; ++change) {
      // Headers matter more than events.
      std::size_t const at = random() % std::min<std::size_t>(bytes.size(), change < 3 ? 9000 : bytes.size());
      bytes[at] = static_cast<char>(random() % 96 + 32);
    }
    write_bytes(hostile.path, bytes);
    try {
      read_all(hostile.path);
    } catch (Failure const& failure) {
      CHECK(std::string(failure.what()).size() > 10);
    }
  }
}
