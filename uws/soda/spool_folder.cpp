#include "uws/soda/spool_folder.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <stdlib.h>

#include "engine/base/failure.hpp"

namespace uws {

SpoolFolder::SpoolFolder(std::filesystem::path const& root) {
  std::error_code trouble;
  std::filesystem::create_directories(root, trouble);
  std::string name = (root / "cut-XXXXXX").string();
  if (trouble || !mkdtemp(name.data()))
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot make a folder in the spool: " + root.string() + " (" +
                              (trouble ? trouble.message() : std::strerror(errno)) + ")");
  path_ = name;
}

SpoolFolder::~SpoolFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace uws
