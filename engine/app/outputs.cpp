#include "engine/app/outputs.hpp"

namespace engine {

Outputs::Outputs(Communicator const& ranks, ParameterValues const& values, std::vector<Product> products)
    : ranks_(ranks),
      folder_(values.text("out")),
      overwrite_(values.yes("clobber") ? Overwrite::yes : Overwrite::no),
      products_(std::move(products)) {
  while (folder_.size() > 1 && folder_.back() == '/') folder_.pop_back();
  auto const trouble = trouble_in([&] {
    if (ranks_.is_root()) refuse_existing(paths(), overwrite_);
  });
  throw_if_any_failed(ranks_, trouble);
}

std::vector<std::string> Outputs::paths() const {
  std::vector<std::string> out;
  for (Product const& product : products_) out.push_back(folder_ + "/" + product.name);
  return out;
}

void Outputs::open() {
  std::string path;
  auto const trouble = trouble_in([&] {
    if (!ranks_.is_root()) return;
    staging_.push_back(StagingDirectory::create(folder_));
    path = staging_.front().path();
  });
  throw_if_any_failed(ranks_, trouble);
  ranks_.broadcast(path);
  if (!ranks_.is_root()) staging_.push_back(StagingDirectory::join(path));
}

void Outputs::commit() {
  auto const trouble = trouble_in([&] {
    if (ranks_.is_root()) staging_.front().commit(overwrite_);
  });
  throw_if_any_failed(ranks_, trouble);
}

}  // namespace engine
