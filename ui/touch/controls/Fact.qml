// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls

// An icon and a few words on one line; shrinks rather than runs out of its place.
Row {
    id: fact

    property string icon
    property string text
    property color ink: Theme.textMuted
    property int size: Theme.small
    property bool strong: false

    spacing: Theme.px(14)

    Icon {
        id: sign

        anchors.verticalCenter: parent.verticalCenter
        name: fact.icon
        color: fact.ink
        width: Math.round(fact.size * 1.2)
        height: width
    }

    AppText {
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, fact.width - sign.width - fact.spacing)
        text: fact.text
        size: fact.size
        font.bold: fact.strong
        color: fact.ink
        wrapMode: Text.NoWrap
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Math.round(fact.size * 0.7)
    }
}
