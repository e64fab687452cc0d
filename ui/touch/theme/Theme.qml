// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick

// Colours by what they mean, sizes and times. Sizes are written for a screen whose short side is 1080 and
// scaled by `unit`; text grows further with `easy` (large type and high contrast, one switch for both).
QtObject {
    id: theme

    property bool easy: false
    property bool still: false
    property real unit: 1

    readonly property color page: easy ? Primitives.black : Primitives.mist50
    readonly property color surface: easy ? Primitives.black : Primitives.white
    readonly property color surfaceMuted: easy ? Primitives.black : Primitives.mist100
    readonly property color line: easy ? Primitives.white : Primitives.mist200
    readonly property color text: easy ? Primitives.white : Primitives.ink900
    readonly property color textMuted: easy ? Primitives.white : Primitives.slate600
    readonly property color textFaint: easy ? Primitives.white : Primitives.slate400
    readonly property color accent: easy ? Primitives.yellow : Primitives.teal600
    readonly property color accentPressed: easy ? Primitives.white : Primitives.teal700
    readonly property color accentSoft: easy ? Primitives.black : Primitives.teal50
    readonly property color accentLine: easy ? Primitives.yellow : Primitives.teal200
    readonly property color accentInk: easy ? Primitives.black : Primitives.white
    readonly property color note: easy ? Primitives.black : Primitives.amber100
    readonly property color noteInk: easy ? Primitives.yellow : Primitives.amber700
    readonly property color callTop: easy ? Primitives.black : Primitives.teal600
    readonly property color callBottom: easy ? Primitives.black : Primitives.teal900
    readonly property color callInk: Primitives.white
    readonly property color callInkMuted: easy ? Primitives.white : Primitives.teal200
    readonly property color callMark: easy ? Primitives.yellow : Primitives.amber400
    readonly property color paper: Primitives.paper
    readonly property color paperInk: Primitives.ink900
    readonly property color shadow: easy ? "transparent" : Qt.rgba(0.03, 0.2, 0.2, 0.022)
    readonly property color scrim: Qt.rgba(0.02, 0.1, 0.11, 0.62)
    // From worst to best.
    readonly property list<color> faces: [Primitives.face1, Primitives.face2, Primitives.face3,
        Primitives.face4, Primitives.face5]

    readonly property int radius: px(28)
    readonly property int radiusSmall: px(16)
    readonly property int gap: px(28)
    readonly property int margin: px(56)
    readonly property int lineWidth: easy ? px(4) : px(2)

    readonly property int quick: still ? 0 : 120
    readonly property int calm: still ? 0 : 320
    readonly property int slow: still ? 0 : 1400

    readonly property int tiny: type(26)
    readonly property int small: type(30)
    readonly property int body: type(36)
    readonly property int large: type(46)
    readonly property int title: type(62)
    readonly property int huge: type(80)

    function px(size: real): int {
        return Math.max(1, Math.round(size * unit));
    }

    function type(size: real): int {
        return px(easy ? size * 1.2 : size);
    }
}
