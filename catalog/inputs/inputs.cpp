#include "catalog/inputs/inputs.hpp"

#include <set>

namespace catalog {

std::int64_t InputSet::events() const {
  std::int64_t sum = 0;
  for (InputRun const& run : runs) sum += run.events;
  return sum;
}

std::int64_t InputSet::bytes() const {
  std::int64_t sum = 0;
  for (InputFile const& file : files) sum += file.size;
  std::set<std::filesystem::path> counted;  // two parameters may name one document
  for (InputDocument const& document : documents)
    if (counted.insert(document.file.path).second) sum += document.file.size;
  return sum;
}

}  // namespace catalog
