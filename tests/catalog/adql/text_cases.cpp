#include "text_cases.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace adql_tests {

namespace {

TextCase finished(std::string const& file, int line, std::string query, std::string_view result) {
  while (!query.empty() && query.back() == '\n') query.pop_back();
  std::size_t const blank = std::min(result.find(' '), result.size());
  std::string const verdict(result.substr(0, blank));
  std::string const expected(result.substr(std::min(blank + 1, result.size())));
  static constexpr std::string_view known[] = {"ok", "canonical", "error", "rows", "columns", "fails"};
  if (std::ranges::find(known, verdict) == std::end(known))
    throw std::runtime_error(file + ":" + std::to_string(line) + ": a case cannot end with '" + verdict +
                             "'");
  return {file, line, std::move(query), verdict, expected};
}

}  // namespace

std::vector<TextCase> read_cases(std::filesystem::path const& file) {
  std::ifstream in(file);
  std::string const name = file.filename().string();
  std::vector<TextCase> cases;
  std::string line, query;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.starts_with("=> ")) {
      cases.push_back(finished(name, number, std::exchange(query, {}), std::string_view(line).substr(3)));
      continue;
    }
    bool const between_cases = query.empty() && (line.empty() || line.starts_with('#'));
    if (!between_cases) query += line + '\n';
  }
  if (!query.empty()) throw std::runtime_error(name + ": the last case has no result");
  return cases;
}

std::vector<TextCase> read_all_cases(std::filesystem::path const& directory) {
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator(directory))
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<TextCase> all;
  for (auto const& file : files)
    for (TextCase& one : read_cases(file)) all.push_back(std::move(one));
  return all;
}

}  // namespace adql_tests
