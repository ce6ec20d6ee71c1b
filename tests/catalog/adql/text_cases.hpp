/// Test cases of ADQL as text files.
///
///   # a comment
///   SELECT a
///   FROM t
///   => ok                                  the query is accepted
///   => canonical SELECT a FROM t           it is accepted, and this is its canonical text
///   => error 2:6 expected a table name     it is refused at line 2, column 6, with this in the message
///
/// Lines count from the first line of the query that is neither empty nor a comment.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace adql_tests {

struct TextCase {
  std::string file;
  int line = 0;  ///< of the "=>" line in the file
  std::string query;
  std::string verdict;   ///< ok, canonical, error
  std::string expected;  ///< what stands behind the verdict
};

std::vector<TextCase> read_cases(std::filesystem::path const& file);

/// All cases of all .txt files of a directory, by file name.
std::vector<TextCase> read_all_cases(std::filesystem::path const& directory);

}  // namespace adql_tests
