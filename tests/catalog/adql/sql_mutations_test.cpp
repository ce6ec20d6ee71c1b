/// Queries with words exchanged at random: whatever the translator accepts, PostgreSQL understands.
#include <cctype>
#include <cstdlib>
#include <random>

#include <doctest/doctest.h>

#include "catalog/pg/failure.hpp"
#include "sql_catalogue.hpp"
#include "text_cases.hpp"

using namespace adql_tests;
using namespace catalog::adql;

namespace {

/// Names, numbers, texts and single signs.
std::vector<std::string> words_of(std::string const& query) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < query.size();) {
    std::size_t end = i + 1;
    auto const is_word = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
    };
    if (query[i] == '\'' || query[i] == '"') {
      while (end < query.size() && query[end] != query[i]) ++end;
      ++end;
    } else if (is_word(query[i])) {
      while (end < query.size() && is_word(query[end])) ++end;
    } else if (query.substr(i, 2) == "||" || query.substr(i, 2) == "<=" || query.substr(i, 2) == ">=" ||
               query.substr(i, 2) == "<>") {
      ++end;
    }
    if (query[i] != ' ' && query[i] != '\n') words.push_back(query.substr(i, end - i));
    i = end;
  }
  return words;
}

/// Words are exchanged for words of their class, most of the time: more of the queries then make sense.
bool is_alike(std::string const& a, std::string const& b) {
  auto const kind = [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0   ? 'a'
           : std::isdigit(static_cast<unsigned char>(c)) != 0 ? '1'
           : c == '\''                                        ? 't'
                                                              : 's';
  };
  return kind(a.front()) == kind(b.front());
}

std::string joined(std::vector<std::string> const& words) {
  std::string query;
  for (std::string const& word : words) query += (query.empty() ? "" : " ") + word;
  return query;
}

}  // namespace

TEST_CASE(
    "what is accepted after exchanging words is one SELECT that PostgreSQL can run, with the types "
    "promised") {
  std::vector<std::vector<std::string>> queries;
  for (TextCase const& one : read_all_cases(DISTILL_ADQL_SQL_CASES)) queries.push_back(words_of(one.query));
  std::mt19937 random(std::getenv("DISTILL_TEST_SEED") != nullptr
                          ? std::strtoul(std::getenv("DISTILL_TEST_SEED"), nullptr, 10)
                          : 1);
  auto const any_of = [&](auto const& list) -> auto const& { return list[random() % list.size()]; };
  int accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    std::vector<std::string> words = any_of(queries);
    for (std::size_t changes = 1 + random() % 2; changes > 0; --changes) {
      std::size_t const at = random() % words.size();
      std::string other = any_of(any_of(queries));
      for (int tries = 0; tries < 20 && !is_alike(other, words[at]); ++tries) other = any_of(any_of(queries));
      switch (random() % 8) {
        default: words[at] = other; break;
        case 0: words.insert(words.begin() + static_cast<std::ptrdiff_t>(at), other); break;
        case 1: words[at] = any_of(words); break;
      }
    }
    std::string const query = joined(words);
    auto const result = translate(query, example_tables(), {.row_limit = 10});
    if (!result) continue;
    ++accepted;
    CAPTURE(query);
    CAPTURE(result->sql);
    CHECK(complaint_of_postgresql(result->sql) == "");
    catalog::pg::Parameters parameters;
    for (Bound const& bound : result->parameters) parameters.emplace_back(bound.value);
    try {
      auto const stream =
          example_database().stream(result->sql, parameters, catalog::CellFormat::binary, result->columns);
      while (stream->next()) {
      }
    } catch (catalog::pg::SqlFailure const& failure) {
      // Errors of data (class 22) may come; those of syntax, names and types (42) may not.
      CHECK_MESSAGE(!failure.sqlstate().starts_with("42"), failure.what());
    } catch (engine::Failure const& failure) {  // a column of another type than column.hpp promises
      FAIL_CHECK(failure.what());
    }
  }
  MESSAGE(accepted, " accepted");
  CHECK(accepted > 300);
}
