#include "catalog/table/table_encoder.hpp"
#include "engine/base/expects.hpp"

namespace catalog {

std::unique_ptr<TableEncoder> make_encoder(Serialization serialization) {
  switch (serialization) {
    case Serialization::votable_tabledata: return make_tabledata_encoder();
    case Serialization::votable_binary: return make_binary_encoder();
    case Serialization::votable_binary2: return make_binary2_encoder();
    case Serialization::csv: return make_csv_encoder();
    case Serialization::tsv: return make_tsv_encoder();
    case Serialization::json: return make_json_encoder();
    case Serialization::fits: return make_fits_encoder();
    case Serialization::html: return make_html_encoder();
    case Serialization::plain_text: return make_plain_text_encoder();
  }
  EXPECTS(false && "serialization out of range");
  return nullptr;
}

}  // namespace catalog
