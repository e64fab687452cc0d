// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/counters.hpp"

#include <fmt/format.h>

namespace jiaohao::headoffice {

std::string IngestCounters::prometheus() const {
    std::string text =
        "# HELP jiaohao_ingest_requests_total Requests of terminals by outcome.\n"
        "# TYPE jiaohao_ingest_requests_total counter\n";
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
        text += fmt::format("jiaohao_ingest_requests_total{{outcome=\"{}\"}} {}\n", kOutcomeNames.at(i),
                            outcomes_.at(i).load());
    }
    text += fmt::format(
        "# HELP jiaohao_ingest_body_bytes_total Bytes of request bodies as they came.\n"
        "# TYPE jiaohao_ingest_body_bytes_total counter\njiaohao_ingest_body_bytes_total {}\n"
        "# HELP jiaohao_ingest_events_total Events by what became of them.\n"
        "# TYPE jiaohao_ingest_events_total counter\n"
        "jiaohao_ingest_events_total{{kind=\"stored\"}} {}\njiaohao_ingest_events_total{{kind=\"repeated\"}} "
        "{}\n",
        bytes_.load(), stored_.load(), repeated_.load());
    return text;
}

}  // namespace jiaohao::headoffice
