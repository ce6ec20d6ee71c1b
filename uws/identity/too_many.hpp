/// A refusal that passes: 429 or 503 with the time after which to try again.
#pragma once

#include <chrono>
#include <string>

#include "uws/http/respond.hpp"

namespace uws {

class TooMany : public http::Refusal {
 public:
  TooMany(int status, std::string const& message, std::chrono::seconds retry_after)
      : Refusal(status, message), retry_after_(retry_after) {}
  std::chrono::seconds retry_after() const { return retry_after_; }

 private:
  std::chrono::seconds retry_after_;
};

}  // namespace uws
