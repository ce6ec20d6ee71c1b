// Writes the queries of the text cases, one file each, for the fuzzer to start from: adql_seeds CASES CORPUS
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/catalog/adql/text_cases.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: adql_seeds directory-of-cases corpus\n");
    return 2;
  }
  std::filesystem::path const corpus = argv[2];
  std::filesystem::create_directories(corpus);
  int number = 0;
  for (auto const& one : adql_tests::read_all_cases(argv[1]))
    std::ofstream(corpus / (std::to_string(number++) + ".adql")) << one.query;
  std::printf("%d queries\n", number);
}
