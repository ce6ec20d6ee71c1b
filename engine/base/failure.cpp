#include "engine/base/failure.hpp"

#include <array>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

constexpr std::array<FaultRow, 5> table{{
    {Fault::bad_request, 2, "fatal", "bad_request"},
    {Fault::bad_data, 3, "fatal", "bad_data"},
    {Fault::missing_resource, 4, "transient", "missing_resource"},
    {Fault::interrupted, 5, "transient", "interrupted"},
    {Fault::internal, 70, "fatal", "internal"},
}};

}  // namespace

FaultRow const& row_of(Fault fault) {
  for (FaultRow const& row : table)
    if (row.fault == fault) return row;
  contract_broken("fault has a row in the table", __FILE__, __LINE__);
}

}  // namespace engine
