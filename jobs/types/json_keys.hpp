/// Taking the keys of a JSON object one by one, every mistake with its place. For *_json.cpp only.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace jobs {

using Json = nlohmann::ordered_json;
using Problems = std::vector<std::string>;

/// The keys of one object; what nobody has taken is a problem of leftover(). A value of another type than is
/// asked for is a problem, and as if it were not there; null always is.
class JsonKeys {
 public:
  JsonKeys(Json const& value, std::string place, Problems& problems);

  Json const* take(std::string_view key);
  std::string text(std::string_view key, std::string fallback = {});
  bool yes(std::string_view key, bool fallback);
  std::optional<double> number(std::string_view key);
  std::int64_t whole(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max);
  std::vector<std::string> texts(std::string_view key);
  /// {"CEL": "icrs"} in its order.
  std::vector<std::pair<std::string, std::string>> pairs(std::string_view key);
  /// Objects of an array, each with its own place.
  std::vector<JsonKeys> objects(std::string_view key);
  std::optional<JsonKeys> object(std::string_view key);

  /// Keys nobody has taken are problems, each with the one that was probably meant.
  void leftover();
  void problem(std::string_view key, std::string const& what);

 private:
  std::string place_of(std::string_view key) const;
  Json const* value_;
  std::string place_;
  Problems* problems_;
  std::set<std::string, std::less<>> taken_;
};

/// A number as people would write it, yes or no, or the text. Nothing for null and for arrays and objects.
std::optional<std::string> plain_text(Json const& value);

}  // namespace jobs
