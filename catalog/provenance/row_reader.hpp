/// An answer of the database, row by row and from left to right; NULL is empty, false or nothing. For the
/// files of this directory only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "catalog/pg/array.hpp"
#include "catalog/pg/result.hpp"
#include "catalog/provenance/graph.hpp"

namespace catalog::prov {

class RowReader {
 public:
  explicit RowReader(pg::Result result) : result_(std::move(result)) {}

  bool next() {
    column_ = 0;
    return ++row_ <= result_.rows();
  }
  RowReader& operator>>(std::string& value) {
    value = result_.cell(row_ - 1, column_++).value_or("");
    return *this;
  }
  RowReader& operator>>(bool& value) {
    value = result_.cell(row_ - 1, column_++) == "t";
    return *this;
  }
  RowReader& operator>>(std::optional<std::int64_t>& value) {
    value = is_null() ? std::nullopt : std::optional(result_.integer(row_ - 1, column_));
    ++column_;
    return *this;
  }
  RowReader& operator>>(std::optional<int>& value) {
    std::optional<std::int64_t> wide;
    *this >> wide;
    value = wide ? std::optional(static_cast<int>(*wide)) : std::nullopt;
    return *this;
  }
  RowReader& operator>>(std::optional<double>& value) {
    value = is_null() ? std::nullopt : std::optional(result_.real(row_ - 1, column_));
    ++column_;
    return *this;
  }
  RowReader& operator>>(std::optional<jobs::Instant>& value) {
    std::optional<std::int64_t> milliseconds;
    *this >> milliseconds;
    value =
        milliseconds ? std::optional(jobs::Instant(std::chrono::milliseconds(*milliseconds))) : std::nullopt;
    return *this;
  }
  /// Two cells: the names and the values.
  RowReader& operator>>(Facts& facts) {
    std::string names, values;
    *this >> names >> values;
    auto const words = pg::array_elements(names), texts = pg::array_elements(values);
    for (std::size_t i = 0; i < words.size() && i < texts.size(); ++i)
      facts.emplace_back(words[i].value_or(""), texts[i].value_or(""));
    return *this;
  }

 private:
  bool is_null() const { return !result_.cell(row_ - 1, column_); }

  pg::Result result_;
  std::size_t row_ = 0, column_ = 0;
};

}  // namespace catalog::prov
