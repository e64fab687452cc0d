// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme

Text {
    property int size: Theme.body
    // The CJK font has no bold of its own, and Qt does not make one up for glyphs this large.
    readonly property bool thicken: font.bold && font.pixelSize > 62

    font.pixelSize: size
    color: Theme.text
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    style: thicken ? Text.Outline : Text.Normal
    styleColor: color
}
