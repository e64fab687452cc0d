// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/shape.hpp"

#include <gtest/gtest.h>

#include "tests/unit/frames/sample_shapes.hpp"

namespace jiaohao::drivers::frames {
namespace {

std::string faults_of(const Shape& shape) {
    std::string all;
    for (const ShapeFault& fault : shape_faults(shape)) {
        all += (fault.part ? std::to_string(*fault.part) + "." : "") + fault.key + ": " + fault.what + "\n";
    }
    return all;
}

TEST(Shape, OfTheSamplesHaveNoFault) {
    for (const Shape& shape : sample::all()) {
        EXPECT_EQ(faults_of(shape), "") << shape.name;
    }
}

struct Mistake {
    std::string name;
    std::function<void(Shape&)> make;
    std::string says;
};

TEST(Shape, WithAMistakeIsRefusedWithPartKeyAndWhatIsAllowed) {
    const std::vector<Mistake> mistakes{
        {"no parts", [](Shape& s) { s.parts.clear(); }, "part: holds 0 parts; allowed: 1 to 32"},
        {"empty constant", [](Shape& s) { s.parts[0].bytes.clear(); }, "0.bytes: is empty"},
        {"wide address", [](Shape& s) { s.parts[4].width = 5; }, "4.width: is 5; allowed for big: 1 to 4"},
        {"no width", [](Shape& s) { s.parts[4].width = 0; }, "4.width: is 0"},
        {"value too large", [](Shape& s) { s.parts[5].values = {256}; },
         "5.values: 256 does not fit; allowed: 0 to 255"},
        {"empty range", [](Shape& s) { s.parts[4].least_value = 300; }, "4.width: holds 0 to 255"},
        {"length over nothing", [](Shape& s) { s.parts[1].first = 7; },
         "1.first: must not stand behind last"},
        {"range behind the end", [](Shape& s) { s.parts[7].last = 20; }, "7.first: "},
        {"check over itself", [](Shape& s) { s.parts[7].last = 7; }, "7.last: the check covers itself"},
        {"decimal check", [](Shape& s) { s.parts[7].form = NumberForm::decimal; }, "7.form: is decimal"},
        {"unit 0", [](Shape& s) { s.parts[1].unit = 0; }, "1.unit: is 0; allowed: 1 or more"},
        {"data upside down", [](Shape& s) { s.parts[6].least = 20; }, "6.most: is 16; allowed: 20 to 4096"},
        {"no byte allowed", [](Shape& s) { s.parts[6].allowed.reset(); }, "6.bytes: allows no byte"},
        {"two that vary", [](Shape& s) { s.parts.insert(s.parts.begin() + 7, sample::data(0, 3)); },
         "7.most: a second part"},
        {"longer than most_bytes", [](Shape& s) { s.most_bytes = 5; },
         "most_bytes: is 5; allowed: 9 (the shortest"},
        {"most_bytes too large", [](Shape& s) { s.most_bytes = 5000; }, "to 4096"},
        {"begins with data",
         [](Shape& s) {
             s.parts = {sample::data(1, 1), sample::constant({1})};
         },
         "0.is: a frame cannot"},
        {"could be anything", [](Shape& s) { s.parts = {sample::number(PartKind::address)}; },
         "part: neither a constant"},
        {"no end",
         [](Shape& s) {
             s.parts = {sample::constant({1}), sample::data(1, 9)};
         },
         "1.most: nothing tells where"},
        {"no pairs",
         [](Shape& s) {
             s.escape = Escape{{}, 4, 6, false};
         },
         "escape: holds 0 pairs"},
        {"pair of one byte",
         [](Shape& s) {
             s.escape = Escape{{{1, {2}}}, 4, 6, false};
         },
         "escape: \"02\" for 01"},
        {"lead that is data too",
         [](Shape& s) {
             s.escape = Escape{{{1, {2, 3}}}, 4, 6, false};
         },
         "escape: \"02 03\""},
        {"same stuffing",
         [](Shape& s) {
             s.escape = Escape{{{1, {1, 3}}, {2, {1, 3}}}, 4, 6, false};
         },
         "told apart"},
        {"escape from the start",
         [](Shape& s) {
             s.escape = Escape{{{1, {1, 3}}}, 0, 6, false};
         },
         "escape: first must"},
        {"varying data unescaped",
         [](Shape& s) {
             s.escape = Escape{{{1, {1, 3}}}, 7, 8, false};
         },
         "escape: the data"},
    };
    for (const Mistake& mistake : mistakes) {
        Shape shape = sample::hall_bus();
        mistake.make(shape);
        EXPECT_NE(faults_of(shape).find(mistake.says), std::string::npos) << mistake.name << "\n"
                                                                          << faults_of(shape);
    }
}

TEST(Shape, WithoutALengthNeedsAnEndThatCannotStandAmongEscapedBytes) {
    Shape shape = sample::flagged();
    shape.parts[4].bytes = {0x55};
    EXPECT_NE(faults_of(shape).find("begins with an escaped byte"), std::string::npos) << faults_of(shape);
}

}  // namespace
}  // namespace jiaohao::drivers::frames
