/// A temporary directory that a server's own user can pass through.
#pragma once

#include <string>

#include <sys/stat.h>

#include "tests/support/temporary_directory.hpp"

namespace pg_test {

class OpenDirectory {
 public:
  OpenDirectory() { chmod(directory_.path().c_str(), 0711); }
  std::string file(std::string const& name) const { return directory_.file(name); }

 private:
  test_support::TemporaryDirectory directory_{};
};

}  // namespace pg_test
