// The layer below: headers, tables and bytes of FITS files.
#include "engine/io/fits_file.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/io/gzip_file.hpp"
#include "tests/engine/io/event_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

Fault fault_of(std::function<void()> const& act) {
  try {
    act();
  } catch (Failure const& failure) {
    return failure.fault();
  }
  FAIL("no Failure was thrown");
  return Fault::internal;
}

}  // namespace

TEST_CASE("what was written into a header is read from it, to the last digit") {
  TemporaryDirectory folder;
  EventFile file;
  std::string const longer_than_a_card(200, 'x');
  file.with_key({"LONGTEXT", longer_than_a_card, ""});
  file.with_key({"QUOTED", std::string("O'Neill's"), "a comment / with a slash"});
  file.with_key({"EXACT", 0.1 + 0.2, ""});
  file.with_key({"TINY", 4.9e-324, ""});
  file.with_key({"FLAG", true, ""});
  file.with_key({"HUGE", std::int64_t{9007199254740993}, ""});
  write(folder.file("a.fits"), file);
  FitsFile fits = FitsFile::open(folder.file("a.fits"));
  CHECK(fits.hdu_count() == 3);
  FitsHeader const header = fits.header(2);
  CHECK(header.text("longtext") == longer_than_a_card);
  CHECK(header.text("QUOTED") == "O'Neill's");
  CHECK(header.real("EXACT") == 0.1 + 0.2);
  CHECK(header.real("TINY") == 4.9e-324);
  CHECK(header.logical("FLAG") == true);
  CHECK(header.integer("HUGE") == 9007199254740993);
  CHECK(header.place() == folder.file("a.fits") + "[EVENTS]");
  CHECK_FALSE(header.has("ABSENT"));
}

TEST_CASE("a value of another type than asked for names file, HDU and keyword") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), EventFile());
  FitsFile fits = FitsFile::open(folder.file("a.fits"));
  std::string const message = failure_of([&] { static_cast<void>(fits.header(2).real("OBJECT")); });
  CHECK(contains(message, "OBJECT"));
  CHECK(contains(message, "a.fits[EVENTS]"));
}

TEST_CASE("extensions are found by name in any case") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), EventFile());
  FitsFile fits = FitsFile::open(folder.file("a.fits"));
  CHECK(fits.find_hdu("gti") == 3);
  CHECK(fits.find_hdu("Events") == 2);
  CHECK_FALSE(fits.find_hdu("AEFF"));
  CHECK_FALSE(fits.is_binary_table(1));
  CHECK(fault_of([&] { fits.header(4); }) == Fault::bad_data);
}

TEST_CASE("cells are read as numbers, whole numbers and text") {
  TemporaryDirectory folder;
  FitsWriter out = FitsWriter::create(folder.file("a.fits"));
  out.table("T", {{"V", "3E", ""}, {"N", "1J", ""}, {"S", "6A", ""}});
  out.column(1, std::vector<double>{1, 2, 3, 4, 5, 6});
  out.column(2, std::vector<std::int64_t>{-1, 70000});
  out.column(3, std::vector<std::string>{" Crab", "Vela X"});
  out.close();
  FitsFile fits = FitsFile::open(folder.file("a.fits"));
  FitsTable const table = fits.table(2);
  CHECK(table.rows == 2);
  CHECK(table.row_bytes == 22);
  CHECK(fits.numbers(table, "v") == std::vector<double>{1, 2, 3, 4, 5, 6});
  CHECK(fits.integers(table, "N") == std::vector<std::int64_t>{-1, 70000});
  CHECK(fits.texts(table, "S") == std::vector<std::string>{"Crab", "Vela X"});
  CHECK(contains(failure_of([&] { fits.texts(table, "N"); }), "column N is not text"));
  CHECK(contains(failure_of([&] { fits.numbers(table, "X"); }), "column X is missing"));
}

TEST_CASE("a missing file is a missing resource, a damaged one bad data") {
  TemporaryDirectory folder;
  CHECK(fault_of([&] { FitsFile::open(folder.file("gone.fits")); }) == Fault::missing_resource);
  write_bytes(folder.file("bad.fits"), "SIMPLE");
  CHECK(fault_of([&] { FitsFile::open(folder.file("bad.fits")); }) == Fault::bad_data);
}

TEST_CASE("names are opened literally, filters and all") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), EventFile());
  std::filesystem::rename(folder.file("a.fits"), folder.file("a.fits[EVENTS][#ROW==1]"));
  FitsFile odd = FitsFile::open(folder.file("a.fits[EVENTS][#ROW==1]"));
  CHECK(odd.table(2).rows == 3);
  std::filesystem::rename(folder.file("a.fits[EVENTS][#ROW==1]"), folder.file("b.fits"));
  CHECK(fault_of([&] { FitsFile::open(folder.file("b.fits[EVENTS][#ROW==1]")); }) == Fault::missing_resource);
  FitsFile filtered = FitsFile::open(folder.file("b.fits[EVENTS][#ROW==1]"), FileNameSyntax::extended);
  CHECK(filtered.table(2).rows == 1);
}

TEST_CASE("what does not fit into memory is inflated into a file that is gone afterwards") {
  TemporaryDirectory folder;
  std::string const text(100000, 'y');
  write_gzip(folder.file("a.gz"), text);
  std::string place;
  {
    auto inflated = inflate(folder.file("a.gz"), 1000);
    REQUIRE(std::holds_alternative<TemporaryFile>(inflated));
    place = std::get<TemporaryFile>(inflated).path();
    CHECK(bytes_of(place) == text);
  }
  CHECK_FALSE(std::filesystem::exists(place));
  auto const in_memory = inflate(folder.file("a.gz"), 1000000);
  CHECK(std::get<InflatedBytes>(in_memory).size == text.size());
}

TEST_CASE("rows of an inflated file and of a plain one are the same bytes") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), EventFile());
  write_gzip(folder.file("a.fits.gz"), bytes_of(folder.file("a.fits")));
  FitsFile plain = FitsFile::open(folder.file("a.fits")), packed = FitsFile::open(folder.file("a.fits.gz"));
  CHECK_FALSE(plain.compressed());
  CHECK(packed.compressed());
  std::vector<std::byte> a, b;
  auto const x = plain.rows(plain.table(2), {1, 3}, a), y = packed.rows(packed.table(2), {1, 3}, b);
  CHECK(std::vector<std::byte>(x.begin(), x.end()) == std::vector<std::byte>(y.begin(), y.end()));
}
