// `test_shepherd work <folder>`: the shepherd alone, as `distilld work` is.
#include <cstdio>
#include <exception>
#include <string_view>

#include "jobs/work/work.hpp"

int main(int count, char** words) try {
  if (count != 3 || std::string_view(words[1]) != "work") return 2;
  return jobs::run_order(words[2]);
} catch (std::exception const& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 4;
}
