#include "engine/app/jobs.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/compare_products.hpp"

namespace engine {

int run_compare(ParameterValues const& values, Session const& session) {
  if (!session.ranks.is_root()) return 0;
  std::vector<std::string> const products = values.repeated("products");
  if (products.size() != 2)
    throw Failure(Fault::bad_request,
                  "products: " + std::to_string(products.size()) + " named - name two files, or two folders");
  Tolerance const tolerance{number(values.text("rtol")).value_or(0), number(values.text("atol")).value_or(0)};
  ProductComparison const comparison = compare_products(products[0], products[1], tolerance);
  session.answer(session.json ? comparison_json(comparison) : comparison_text(comparison));
  return comparison.sameness() == Sameness::differs ? 1 : 0;
}

}  // namespace engine
