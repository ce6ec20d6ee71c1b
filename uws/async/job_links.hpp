/// Where else to go from a job: archive, log, provenance, redo.
#pragma once

#include <string>

#include "uws/http/message.hpp"

namespace uws {

struct JobLink {
  std::string rel;                          ///< "archive"
  std::string label;                        ///< for people
  std::string href;                         ///< absolute
  http::Method method = http::Method::get;  ///< post: a button
};

}  // namespace uws
