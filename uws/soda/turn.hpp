/// Only so many engines at once: a place among them, given back at the end.
#pragma once

#include <chrono>
#include <semaphore>

#include "uws/links/soda_parameters.hpp"

namespace uws {

using Engines = std::counting_semaphore<>;

class Turn {
 public:
  /// Waits so long at most; SodaFailure(no_service) if all are still at work then.
  Turn(Engines& engines, std::chrono::seconds patience) : engines_(engines) {
    if (!engines.try_acquire_for(patience))
      throw SodaFailure(SodaFailure::Kind::no_service,
                        "all engines are at work - try again later, or use /soda/async");
  }
  ~Turn() { engines_.release(); }
  Turn(Turn const&) = delete;
  Turn& operator=(Turn const&) = delete;

 private:
  Engines& engines_;
};

}  // namespace uws
