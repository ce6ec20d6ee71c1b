// What one column of an event list may be: its type, unit, scaling, undefined values.
#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/io/fits_events.hpp"
#include "tests/engine/io/event_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

constexpr double degree = std::numbers::pi / 180;

EventColumns all_of(EventFile const& file, ColumnSet const& columns) {
  TemporaryDirectory folder;
  write(folder.file("run.fits"), file);
  FitsEvents events(run_in(folder.file("run.fits")));
  EventColumns out;
  events.read({0, events.rows()}, columns, out);
  return out;
}

std::vector<double> energies(TestColumn column, std::vector<FitsKey> const& keys = {}) {
  EventFile file;
  file.with_column(std::move(column));
  for (FitsKey const& key : keys) file.with_key(key);
  return all_of(file, {.energy = true}).energy_tev;
}

/// The ENERGY column is the fifth of the standard file and stays the fifth when it is replaced.
std::vector<double> energies_in(std::string const& unit) {
  return energies({"ENERGY", "1D", unit, std::vector<double>{500, 7000, 1e9}});
}

NamedColumn extra(TestColumn column, std::vector<FitsKey> const& keys = {}) {
  std::string const name = column.name;
  EventFile file;
  file.with_column(std::move(column));
  for (FitsKey const& key : keys) file.with_key(key);
  return all_of(file, {.extra = {name}}).extra.at(0);
}

std::vector<std::int64_t> wholes(NamedColumn const& column) {
  REQUIRE(std::holds_alternative<std::vector<std::int64_t>>(column.values));
  return std::get<std::vector<std::int64_t>>(column.values);
}
std::vector<double> reals(NamedColumn const& column) {
  REQUIRE(std::holds_alternative<std::vector<double>>(column.values));
  return std::get<std::vector<double>>(column.values);
}

using Doubles = std::vector<double>;
using Wholes = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("energies are TeV whatever unit the column states, rounded once") {
  CHECK(energies_in("TeV") == Doubles{500, 7000, 1e9});
  CHECK(energies_in("GeV") == Doubles{0.5, 7, 1e6});
  CHECK(energies_in("MeV") == Doubles{5e-4, 7e-3, 1e3});
  CHECK(energies_in("keV") == Doubles{5e-7, 7e-6, 1});
  CHECK(energies_in("eV") == Doubles{5e-10, 7e-9, 1e-3});
  CHECK(energies_in("tev") == Doubles{500, 7000, 1e9});
  CHECK(energies_in("") == Doubles{500, 7000, 1e9});
  CHECK(energies_in("erg")[0] == doctest::Approx(500 * 0.6241509074460763).epsilon(1e-15));
  CHECK(energies_in("J")[0] == doctest::Approx(500 * 6241509.074460763).epsilon(1e-15));
}

TEST_CASE("a unit that is not one, or of the wrong kind, is refused by name") {
  for (std::string const unit : {"parsec", "deg", "meV", "TeV2", "log(TeV)"}) {
    CAPTURE(unit);
    std::string const message = failure_of([&] { energies_in(unit); });
    CHECK(contains(message, "unit '" + unit + "' is not understood"));
    CHECK(contains(message, "run.fits[EVENTS] column ENERGY"));
  }
}

TEST_CASE("directions are radians whatever unit the column states") {
  auto const ra = [](std::string const& unit) {
    EventFile file;
    file.with_column({"RA", "1D", unit, Doubles{90, -180, 3}});
    return all_of(file, {.direction = true}).ra_rad;
  };
  CHECK(ra("deg") == Doubles{90 * degree, -180 * degree, 3 * degree});
  CHECK(ra("") == ra("deg"));
  CHECK(ra("rad") == Doubles{90, -180, 3});
  CHECK(ra("arcmin")[0] == doctest::Approx(1.5 * degree).epsilon(1e-15));
  CHECK(ra("arcsec")[0] == doctest::Approx(0.025 * degree).epsilon(1e-15));
  CHECK(ra("hourangle")[2] == doctest::Approx(45 * degree).epsilon(1e-15));
}

TEST_CASE("times are seconds whatever unit the column states; Ms is not ms") {
  auto const time = [](std::string const& unit) {
    EventFile file;
    file.with_column({"TIME", "1D", unit, Doubles{1, 2, 3}});
    return all_of(file, {.time = true}).met_s;
  };
  CHECK(time("s") == Doubles{1, 2, 3});
  CHECK(time("ms") == Doubles{0.001, 0.002, 0.003});
  CHECK(time("us") == Doubles{1e-6, 2e-6, 3e-6});
  CHECK(time("d") == Doubles{86400, 172800, 259200});
  CHECK(contains(failure_of([&] { time("Ms"); }), "unit 'Ms' is not understood"));
}

TEST_CASE("a standard column may have any numeric type") {
  for (std::string const format : {"1D", "1E"})
    CHECK(energies({"ENERGY", format, "TeV", Doubles{0.5, 2, 64}}) == Doubles{0.5, 2, 64});
  for (std::string const format : {"1B", "1I", "1J", "1K"})
    CHECK(energies({"ENERGY", format, "TeV", Wholes{0, 2, 64}}) == Doubles{0, 2, 64});
}

TEST_CASE("TSCAL and TZERO are applied before the unit") {
  std::vector<FitsKey> const scaling{{"TSCAL5", 0.25, ""}, {"TZERO5", 10.0, ""}};
  CHECK(energies({"ENERGY", "1I", "GeV", Wholes{0, -4, 3960}}, scaling) == Doubles{0.01, 0.009, 1});
  CHECK(energies({"ENERGY", "1E", "TeV", Doubles{0, 4, 8}}, scaling) == Doubles{10, 11, 12});
}

TEST_CASE("NaN, infinities and TNULL come through as what they are, and pass for no number") {
  double const inf = std::numeric_limits<double>::infinity();
  Doubles const odd = energies({"ENERGY", "1E", "GeV", Doubles{std::nan(""), inf, -inf}});
  CHECK(std::isnan(odd[0]));
  CHECK(odd[1] == inf);
  CHECK(odd[2] == -inf);
  Doubles const undefined =
      energies({"ENERGY", "1J", "TeV", Wholes{5, -999, 7}}, {{"TNULL5", std::int64_t{-999}, ""}});
  CHECK(undefined[0] == 5);
  CHECK(std::isnan(undefined[1]));
  CHECK(undefined[2] == 7);
}

TEST_CASE("event ids keep all their 64 bits") {
  Wholes const ids{7198365188843, std::numeric_limits<std::int64_t>::max(),
                   std::numeric_limits<std::int64_t>::min()};
  CHECK(wholes(extra({"EVENT_ID", "1K", "", ids})) == ids);
}

TEST_CASE("unsigned integers are read exactly") {
  // Stored 0 stands for 2^31, stored -2^31 for 0.
  Wholes const stored{0, -2147483648, 2147483647};
  CHECK(wholes(extra({"X", "1J", "", stored}, {{"TZERO6", 2147483648.0, ""}})) ==
        Wholes{2147483648, 0, 4294967295});
  CHECK(wholes(extra({"X", "1I", "", Wholes{0, -32768, 32767}}, {{"TZERO6", 32768.0, ""}})) ==
        Wholes{32768, 0, 65535});
  CHECK(wholes(extra({"X", "1B", "", Wholes{0, 128, 255}}, {{"TZERO6", -128.0, ""}})) ==
        Wholes{-128, 0, 127});
  Wholes const wide{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::min() + 5,
                    -1};
  CHECK(wholes(extra({"X", "1K", "", wide}, {{"TZERO6", 9223372036854775808.0, ""}})) ==
        Wholes{0, 5, std::numeric_limits<std::int64_t>::max()});
}

TEST_CASE("an unsigned number beyond 63 bits is refused, naming its row") {
  std::string const message = failure_of([] {
    extra({"X", "1K", "", Wholes{-1, -2, 0}}, {{"TZERO6", 9223372036854775808.0, ""}});
  });
  CHECK(contains(message, "cannot read column X"));
  CHECK(contains(message, "row 3"));
}

TEST_CASE("adding TZERO never wraps around") {
  Wholes const high{1, std::numeric_limits<std::int64_t>::max(), 2};
  CHECK(contains(failure_of([&] { extra({"X", "1K", "", high}, {{"TZERO6", 10.0, ""}}); }), "row 2"));
}

TEST_CASE("TNULL makes a column floating, with NaN where it stands") {
  Doubles const values = reals(extra({"X", "1K", "", Wholes{4, -1, 6}}, {{"TNULL6", std::int64_t{-1}, ""}}));
  CHECK(values[0] == 4);
  CHECK(std::isnan(values[1]));
}

TEST_CASE("a 64-bit id that TNULL would make lose digits is refused, not rounded") {
  std::string const message = failure_of([] {
    extra({"X", "1K", "", Wholes{4, 9007199254740993, 6}}, {{"TNULL6", std::int64_t{-1}, ""}});
  });
  CHECK(contains(message, "row 2"));
  CHECK(contains(message, "loses digits"));
}

TEST_CASE("logical columns are 1 and 0, scaled ones are floating") {
  CHECK(wholes(extra({"FLAG", "1B", "", Wholes{'T', 'F', 0}}, {{"TFORM6", std::string("1L"), ""}})) ==
        Wholes{1, 0, 0});
  CHECK(reals(extra({"X", "1I", "", Wholes{1, 2, 3}}, {{"TSCAL6", 0.5, ""}})) == Doubles{0.5, 1, 1.5});
  CHECK(reals(extra({"X", "1I", "", Wholes{1, 2, 3}}, {{"TZERO6", 0.5, ""}})) == Doubles{1.5, 2.5, 3.5});
}

TEST_CASE("extra columns keep their own unit") {
  CHECK(reals(extra({"DETX", "1E", "deg", Doubles{0.5, -1, 2}})) == Doubles{0.5, -1, 2});
}

TEST_CASE("columns that are not one number per row are refused by name") {
  CHECK(contains(failure_of([] {
                   energies({"ENERGY", "8A", "TeV", std::vector<std::string>{"1", "2", "3"}});
                 }),
                 "cannot use column ENERGY"));
  CHECK(contains(failure_of([] {
                   energies({"ENERGY", "2E", "TeV", Doubles{1, 2, 3, 4, 5, 6}});
                 }),
                 "it holds 2 values"));
  CHECK(contains(failure_of([] { energies({"ENERGY", "0E", "TeV", Doubles{}}); }), "it holds 0 values"));
  CHECK(contains(failure_of([] { extra({"MASK", "8X", "", Doubles{}}); }), "it holds bits"));
  CHECK(contains(failure_of([] { extra({"LIST", "1PE(4)", "", Doubles{}}); }), "variable-length"));
  CHECK(contains(failure_of([] { extra({"WAVE", "1C", "", Doubles{}}); }), "complex"));
  CHECK(contains(failure_of([] {
                   energies({"ENERGY", "1B", "TeV", Wholes{1, 0, 1}}, {{"TFORM5", std::string("1L"), ""}});
                 }),
                 "logical"));
}
