#include <cmath>

#include <nlohmann/json.hpp>

#include "engine/io/compare_products.hpp"

namespace engine {

namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(std::optional<T> const& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json as_json(KeywordDifference const& keyword) {
  return {{"keyword", keyword.keyword}, {"a", or_null(keyword.a)}, {"b", or_null(keyword.b)}};
}

Json as_json(ValueDifference const& value) {
  Json json{{"column", value.column.empty() ? Json(nullptr) : Json(value.column)},
            {"compared", value.compared},
            {"different", value.different}};
  if (value.numeric) {
    json["largest_absolute"] = value.largest_absolute;
    json["largest_relative"] = value.largest_relative;
    json["sum_a"] = value.sum_a;
    json["sum_b"] = value.sum_b;
  }
  return json;
}

Json as_json(HduComparison const& hdu);
Json as_json(FileComparison const& file);

template <class T>
Json list_of(std::vector<T> const& all) {
  Json list = Json::array();
  for (T const& one : all) list.push_back(as_json(one));
  return list;
}

Json as_json(HduComparison const& hdu) {
  return {{"name", hdu.name},
          {"a", or_null(hdu.a)},
          {"b", or_null(hdu.b)},
          {"kind", hdu.kind},
          {"same", hdu.same()},
          {"left_out", hdu.left_out},
          {"keywords", list_of(hdu.keywords)},
          {"shape", hdu.shape},
          {"rows_different", hdu.rows_different},
          {"values", list_of(hdu.values)}};
}

Json as_json(FileComparison const& file) {
  return {{"name", file.name},
          {"sameness", word_of(file.sameness)},
          {"left_out", file.left_out},
          {"why", file.why},
          {"hdus", list_of(file.hdus)}};
}

}  // namespace

std::string comparison_json(ProductComparison const& comparison) {
  Json const json{{"a", comparison.a},
                  {"b", comparison.b},
                  {"sameness", word_of(comparison.sameness())},
                  {"files", list_of(comparison.files)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace engine
