// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick

// Colours by what they are. Only Theme.qml may use them.
QtObject {
    readonly property color white: "#ffffff"
    readonly property color black: "#000000"
    readonly property color paper: "#fffdf7"
    readonly property color mist50: "#f3f6f5"
    readonly property color mist100: "#e8eeec"
    readonly property color mist200: "#d5dfdc"
    readonly property color slate400: "#8a9b9b"
    readonly property color slate600: "#51656a"
    readonly property color ink900: "#11262c"
    readonly property color teal50: "#e2f1ee"
    readonly property color teal200: "#a5d3cb"
    readonly property color teal600: "#0e6f6b"
    readonly property color teal700: "#0a5755"
    readonly property color teal900: "#07373a"
    readonly property color amber100: "#fdf0d2"
    readonly property color amber400: "#ffc24b"
    readonly property color amber700: "#8a5a00"
    readonly property color yellow: "#ffe100"
    readonly property color face1: "#c2493d"
    readonly property color face2: "#d9822b"
    readonly property color face3: "#b59a1d"
    readonly property color face4: "#5f9a41"
    readonly property color face5: "#1f7f56"
}
