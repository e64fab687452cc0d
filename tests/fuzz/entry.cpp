// What libFuzzer calls; JIAOHAO_FUZZ_TARGET names the function (see CMakeLists.txt).
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    jiaohao::fuzz::JIAOHAO_FUZZ_TARGET(jiaohao::ByteView{data, size});
    return 0;
}
