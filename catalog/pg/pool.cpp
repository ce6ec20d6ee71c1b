#include "catalog/pg/pool.hpp"

#include "catalog/pg/pool_state.hpp"

namespace catalog::pg {

Lease::Lease(std::shared_ptr<PoolState> pool, std::unique_ptr<Connection> connection)
    : pool_(std::move(pool)), connection_(std::move(connection)) {}

Lease::~Lease() { give_back(); }

Lease& Lease::operator=(Lease&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  pool_ = std::move(other.pool_);
  connection_ = std::move(other.connection_);
  return *this;
}

void Lease::give_back() noexcept {
  if (connection_) pool_->give_back(std::move(connection_));
  pool_.reset();
}

Pool::Pool(std::string conninfo, std::size_t size, Setup setup, Cleaning cleaning)
    : state_(std::make_shared<PoolState>(std::move(conninfo), size, std::move(setup), cleaning)) {}

Pool::~Pool() { close(); }

Lease Pool::take(std::chrono::milliseconds timeout) { return Lease(state_, state_->take(timeout)); }

PoolStatistics Pool::statistics() const { return state_->statistics(); }

void Pool::close() { state_->close(); }

}  // namespace catalog::pg
