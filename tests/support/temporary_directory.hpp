/// A directory of a test's own, gone when the test ends.
#pragma once

#include <filesystem>
#include <string>

namespace test_support {

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(TemporaryDirectory const&) = delete;
  TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;
  std::filesystem::path const& path() const { return path_; }
  std::string file(std::string const& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// The folder of real data (DISTILL_TEST_DATA, by default ../shared/data beside the project), or empty with
/// a loud message on stderr: a test that needs it returns early then.
std::filesystem::path real_data();

}  // namespace test_support
