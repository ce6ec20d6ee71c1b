/// Running one check so that bad data stops only that check.
#pragma once

#include <new>
#include <stdexcept>
#include <system_error>

#include "engine/base/failure.hpp"
#include "engine/check/defect.hpp"

namespace engine {

/// What `check` cannot read becomes a defect. Our own mistakes (ContractViolation) still come through.
template <class Check>
void attempt(Findings const& out, Check check) {
  try {
    check();
  } catch (Failure const& failure) {
    out.add_unreadable(failure.what());
  } catch (std::system_error const& trouble) {  // of the file system: names too long, folders closed
    out.add_unreadable(trouble.what());
  } catch (std::bad_alloc const&) {
    out.add_unreadable("the sizes in the header need more memory than there is");
  } catch (std::length_error const&) {
    out.add_unreadable("the sizes in the header are beyond any memory");
  }
}

}  // namespace engine
