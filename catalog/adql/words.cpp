#include "catalog/adql/words.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace catalog::adql {

namespace {

struct Row {
  std::string_view text;
  Word word;
};

// Both tables are sorted by text.
// clang-format off
constexpr Row grammar_words[] = {
    {"ALL", Word::all_}, {"AND", Word::and_}, {"AS", Word::as_}, {"ASC", Word::asc_}, {"AVG", Word::avg_},
    {"BETWEEN", Word::between_}, {"BIGINT", Word::bigint_}, {"BY", Word::by_}, {"CASE", Word::case_},
    {"CAST", Word::cast_}, {"CHAR", Word::char_}, {"CIRCLE", Word::circle_}, {"COUNT", Word::count_},
    {"CROSS", Word::cross_}, {"DESC", Word::desc_}, {"DISTINCT", Word::distinct_},
    {"DOUBLE", Word::double_}, {"ELSE", Word::else_}, {"END", Word::end_}, {"ESCAPE", Word::escape_},
    {"EXCEPT", Word::except_}, {"EXISTS", Word::exists_}, {"FALSE", Word::false_}, {"FROM", Word::from_},
    {"FULL", Word::full_}, {"GROUP", Word::group_}, {"HAVING", Word::having_}, {"ILIKE", Word::ilike_},
    {"IN", Word::in_}, {"INNER", Word::inner_}, {"INTEGER", Word::integer_},
    {"INTERSECT", Word::intersect_}, {"IS", Word::is_}, {"JOIN", Word::join_}, {"LEFT", Word::left_},
    {"LIKE", Word::like_}, {"MAX", Word::max_}, {"MIN", Word::min_}, {"NATURAL", Word::natural_},
    {"NOT", Word::not_}, {"NULL", Word::null_}, {"OFFSET", Word::offset_}, {"ON", Word::on_},
    {"OR", Word::or_}, {"ORDER", Word::order_}, {"OUTER", Word::outer_}, {"POINT", Word::point_},
    {"POLYGON", Word::polygon_}, {"PRECISION", Word::precision_}, {"REAL", Word::real_},
    {"RIGHT", Word::right_}, {"SELECT", Word::select_}, {"SMALLINT", Word::smallint_}, {"SUM", Word::sum_},
    {"THEN", Word::then_}, {"TIMESTAMP", Word::timestamp_}, {"TOP", Word::top_}, {"TRUE", Word::true_},
    {"UNION", Word::union_}, {"USING", Word::using_}, {"VARCHAR", Word::varchar_}, {"WHEN", Word::when_},
    {"WHERE", Word::where_}, {"WITH", Word::with_}};
// clang-format on

// clang-format off
constexpr std::string_view merely_reserved[] = {
    "ABS", "ABSOLUTE", "ACOS", "ACTION", "ADD", "ALLOCATE", "ALTER", "ANY", "ARE", "AREA", "ASIN",
    "ASSERTION", "AT", "ATAN", "ATAN2", "AUTHORIZATION", "BEGIN", "BIT", "BIT_LENGTH", "BOTH", "BOX",
    "CASCADE", "CASCADED", "CATALOG", "CEILING", "CENTROID", "CHARACTER", "CHARACTER_LENGTH", "CHAR_LENGTH",
    "CHECK", "CLOSE", "COALESCE", "COLLATE", "COLLATION", "COLUMN", "COMMIT", "CONNECT", "CONNECTION",
    "CONSTRAINT", "CONSTRAINTS", "CONTAINS", "CONTINUE", "CONVERT", "COORD1", "COORD2", "COORDSYS",
    "CORRESPONDING", "COS", "CREATE", "CURRENT", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
    "CURRENT_USER", "CURSOR", "DATE", "DAY", "DEALLOCATE", "DECIMAL", "DECLARE", "DEFAULT", "DEFERRABLE",
    "DEFERRED", "DEGREES", "DELETE", "DESCRIBE", "DESCRIPTOR", "DIAGNOSTICS", "DISCONNECT", "DISTANCE",
    "DOMAIN", "DROP", "EXCEPTION", "EXEC", "EXECUTE", "EXP", "EXTERNAL", "EXTRACT", "FETCH", "FIRST",
    "FLOAT", "FLOOR", "FOR", "FOREIGN", "FOUND", "GET", "GLOBAL", "GO", "GOTO", "GRANT", "HOUR", "IDENTITY",
    "IMMEDIATE", "INDICATOR", "INITIALLY", "INPUT", "INSENSITIVE", "INSERT", "INT", "INTERSECTS",
    "INTERVAL", "INTO", "IN_UNIT", "ISOLATION", "KEY", "LANGUAGE", "LAST", "LEADING", "LEVEL", "LOCAL",
    "LOG", "LOG10", "LOWER", "MATCH", "MINUTE", "MOD", "MODULE", "MONTH", "NAMES", "NATIONAL", "NCHAR",
    "NEXT", "NO", "NULLIF", "NUMERIC", "OCTET_LENGTH", "OF", "ONLY", "OPEN", "OPTION", "OUTPUT", "OVERLAPS",
    "PAD", "PARTIAL", "PI", "POSITION", "POWER", "PREPARE", "PRESERVE", "PRIMARY", "PRIOR", "PRIVILEGES",
    "PROCEDURE", "PUBLIC", "RADIANS", "RAND", "READ", "REFERENCES", "REGION", "RELATIVE", "RESTRICT",
    "REVOKE", "ROLLBACK", "ROUND", "ROWS", "SCHEMA", "SCROLL", "SECOND", "SECTION", "SESSION",
    "SESSION_USER", "SET", "SIN", "SIZE", "SOME", "SPACE", "SQL", "SQLCODE", "SQLERROR", "SQLSTATE", "SQRT",
    "SUBSTRING", "SYSTEM_USER", "TABLE", "TAN", "TEMPORARY", "TIME", "TIMEZONE_HOUR", "TIMEZONE_MINUTE",
    "TO", "TRAILING", "TRANSACTION", "TRANSLATE", "TRANSLATION", "TRIM", "TRUNCATE", "UNIQUE", "UNKNOWN",
    "UPDATE", "UPPER", "USAGE", "USER", "VALUE", "VALUES", "VARYING", "VIEW", "WHENEVER", "WORK", "WRITE",
    "YEAR", "ZONE"};
// clang-format on

constexpr std::size_t longest_word = 20;

static_assert(std::ranges::is_sorted(grammar_words, {}, &Row::text));
static_assert(std::ranges::is_sorted(merely_reserved));
static_assert(std::ranges::all_of(grammar_words,
                                  [](Row const& row) { return row.text.size() <= longest_word; }));
static_assert(std::ranges::all_of(merely_reserved, [](auto text) { return text.size() <= longest_word; }));

char upper(char c) { return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

WordClass classify(std::string_view identifier) {
  if (identifier.size() > longest_word) return {};
  std::array<char, longest_word> buffer{};
  std::ranges::transform(identifier, buffer.begin(), upper);
  std::string_view const word(buffer.data(), identifier.size());

  auto const* const row = std::ranges::lower_bound(grammar_words, word, {}, &Row::text);
  if (row != std::end(grammar_words) && row->text == word) return {row->word, row->word != Word::offset_};
  return {Word::none, std::ranges::binary_search(merely_reserved, word)};
}

std::string_view spelling(Word word) {
  auto const* const row = std::ranges::find(grammar_words, word, &Row::word);
  return row == std::end(grammar_words) ? std::string_view{} : row->text;
}

}  // namespace catalog::adql
