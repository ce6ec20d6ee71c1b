#include "catalog/table/table_puller.hpp"

#include "engine/base/failure.hpp"

namespace catalog {

namespace {
constexpr std::size_t chunk_bytes = 65536;
}

TablePuller::TablePuller(std::unique_ptr<RowSource> source, std::unique_ptr<TableEncoder> encoder,
                         TableFrame frame, std::optional<std::int64_t> limit)
    : source_(std::move(source)), encoder_(std::move(encoder)), frame_(std::move(frame)), limit_(limit) {}

bool TablePuller::another_row() {
  if (limit_ && *limit_ <= 0) {
    ending_.overflow = true;
    return false;
  }
  if (!source_->next()) return false;
  ending_.overflow = limit_ && ending_.rows >= *limit_;
  return !ending_.overflow;
}

void TablePuller::read_rows(std::string& chunk) {
  try {
    // A format that keeps its rows aside (FITS) must not be asked without end in one call: no chunk grows,
    // but the caller wants to look after a client that has gone.
    for (int rows = 0; chunk.size() < chunk_bytes && rows < 4096; ++rows) {
      if (!another_row()) {
        stage_ = Stage::tail;
        return;
      }
      encoder_->row(chunk, *source_);
      ++ending_.rows;
    }
  } catch (engine::Failure const& failure) {
    if (!encoder_->can_report_error()) throw;
    ending_.error = failure.what();
    stage_ = Stage::tail;
  }
}

bool TablePuller::read(std::string& chunk) {
  chunk.clear();
  while (chunk.empty() && stage_ != Stage::done) {
    switch (stage_) {
      case Stage::head:
        encoder_->begin(chunk, source_->columns(), frame_);
        stage_ = Stage::rows;
        break;
      case Stage::rows: read_rows(chunk); break;
      case Stage::tail:
        if (!encoder_->end(chunk, ending_)) stage_ = Stage::done;
        break;
      case Stage::done: break;
    }
  }
  return !chunk.empty();
}

}  // namespace catalog
