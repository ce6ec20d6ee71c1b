#include "tests/support/temporary_directory.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace test_support {

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (fs::temp_directory_path() / "distill-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary directory: " + name);
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path real_data() {
  char const* given = std::getenv("DISTILL_TEST_DATA");
  fs::path const folder = given != nullptr ? fs::path(given) : fs::path(DISTILL_DEFAULT_TEST_DATA);
  if (fs::exists(folder)) return folder;
  std::fprintf(stderr, "\n*** SKIPPED, NOT PASSED: no real data at %s (set DISTILL_TEST_DATA) ***\n\n",
               folder.c_str());
  return {};
}

}  // namespace test_support
