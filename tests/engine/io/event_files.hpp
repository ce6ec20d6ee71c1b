/// Small event files of a test's own, right or wrong in any chosen way.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/time.hpp"

namespace test_support {

using ColumnCells = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;

struct TestColumn {
  std::string name, format, unit;
  ColumnCells cells;
};

/// A valid file unless changed: three events of run 7, TT, one good time interval [0, 100).
struct EventFile {
  std::string extname = "EVENTS";
  std::vector<engine::FitsKey> keys;
  std::vector<TestColumn> columns;
  std::optional<std::vector<engine::MetRange>> gti;
  std::vector<engine::FitsKey> gti_keys;
  std::string gti_extname = "GTI";

  EventFile();
  TestColumn& column(std::string const& name);
  EventFile& with_column(TestColumn column);  ///< in place of the one of that name, if there is one
  EventFile& without_column(std::string const& name);
  EventFile& with_key(engine::FitsKey key);
  EventFile& without_key(std::string const& keyword);
};

void write(std::string const& path, EventFile const& file);
/// Several event lists (and their good times) in one file.
void write(std::string const& path, std::vector<EventFile> const& lists);

engine::Observation run_in(std::string const& path, std::int64_t id = 7);

std::string bytes_of(std::string const& path);
void write_bytes(std::string const& path, std::string const& bytes);
void write_gzip(std::string const& path, std::string const& bytes);  ///< one member
/// The bytes with another value in the first card of that keyword behind `after`.
std::string with_card(std::string bytes, std::string const& keyword, std::string const& value,
                      std::string const& after = "XTENSION");

/// The message of the Failure that `act` throws; fails the test if it throws none.
std::string failure_of(std::function<void()> const& act);
bool contains(std::string const& text, std::string const& part);

}  // namespace test_support
