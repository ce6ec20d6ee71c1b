/// The words of ADQL: those the grammar uses, and those that are reserved without being used.
#pragma once

#include <string_view>

namespace catalog::adql {

/// The words the grammar uses. All are reserved but OFFSET, which ADQL 2.1 forgot to reserve and which
/// therefore may also name a column.
enum class Word : unsigned char {
  none,
  all_,
  and_,
  as_,
  asc_,
  avg_,
  between_,
  bigint_,
  by_,
  case_,
  cast_,
  char_,
  circle_,
  count_,
  cross_,
  desc_,
  distinct_,
  double_,
  else_,
  end_,
  escape_,
  except_,
  exists_,
  false_,
  from_,
  full_,
  group_,
  having_,
  ilike_,
  in_,
  inner_,
  integer_,
  intersect_,
  is_,
  join_,
  left_,
  like_,
  max_,
  min_,
  natural_,
  not_,
  null_,
  offset_,
  on_,
  or_,
  order_,
  outer_,
  point_,
  polygon_,
  precision_,
  real_,
  right_,
  select_,
  smallint_,
  sum_,
  then_,
  timestamp_,
  top_,
  true_,
  union_,
  using_,
  varchar_,
  when_,
  where_,
  with_
};

struct WordClass {
  Word word = Word::none;  ///< none: the grammar does not use it
  bool reserved = false;
};

/// Of a regular identifier, in any case. Reserved are SQL_reserved_word and ADQL_reserved_word of ADQL 2.1
/// appendix A (a superset of those of ADQL 2.0).
WordClass classify(std::string_view identifier);

/// "SELECT"; "" for Word::none.
std::string_view spelling(Word word);

}  // namespace catalog::adql
