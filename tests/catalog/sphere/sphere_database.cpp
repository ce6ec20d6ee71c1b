#include "sphere_database.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cluster_fixture.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace sphere_tests {

namespace {

catalog::pg::Connection connected() {
  catalog::pg::Connection connection(pg_test::fresh_database());
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator(DISTILL_SQL_FUNCTIONS))
    if (entry.path().extension() == ".sql") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  // Twice: repeatable scripts must be.
  for (int run = 0; run < 2; ++run)
    for (auto const& file : files) {
      std::ifstream in(file);
      connection.script(std::string((std::istreambuf_iterator<char>(in)), {}));
    }
  return connection;
}

}  // namespace

catalog::pg::Connection& database() {
  static catalog::pg::Connection connection = connected();
  return connection;
}

std::string array_text(Numbers const& numbers) {
  std::string out = "{";
  for (double const number : numbers) out += (out.size() > 1 ? "," : "") + engine::shortest(number);
  return out + "}";
}

Numbers numbers_of(std::string_view text) {
  Numbers numbers;
  text.remove_prefix(1);
  text.remove_suffix(1);
  for (std::string const& part : engine::split(text, ','))
    numbers.push_back(engine::number(part).value_or(std::nan("")));
  return numbers;
}

std::optional<std::string> ask(std::string const& sql, std::vector<Numbers> const& arguments) {
  catalog::pg::Parameters parameters;
  for (Numbers const& argument : arguments) parameters.emplace_back(array_text(argument));
  auto const result = database().run("SELECT " + sql, parameters);
  auto const cell = result.cell(0, 0);
  return cell ? std::optional<std::string>(*cell) : std::nullopt;
}

double ask_number(std::string const& sql, std::vector<Numbers> const& arguments) {
  return engine::number(ask(sql, arguments).value_or("nan")).value_or(std::nan(""));
}

bool ask_truth(std::string const& sql, std::vector<Numbers> const& arguments) {
  return ask(sql, arguments) == "t";
}

Numbers ask_numbers(std::string const& sql, std::vector<Numbers> const& arguments) {
  return numbers_of(ask(sql, arguments).value_or("{}"));
}

std::string ask_failure(std::string const& sql) {
  try {
    ask(sql);
  } catch (engine::Failure const& failure) {
    return failure.what();
  }
  return "";
}

}  // namespace sphere_tests
