// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme

// A raised surface. The shadow is plain rectangles: the software renderer has no effects.
Item {
    id: card

    property color color: Theme.surface
    property color border: Theme.easy ? Theme.line : "transparent"
    property int radius: Theme.radius
    property bool raised: true

    Repeater {
        model: card.raised ? 4 : 0

        Rectangle {
            required property int index

            x: -index * Theme.px(3)
            y: Theme.px(4) - index * Theme.px(1)
            width: card.width - 2 * x
            height: card.height + index * Theme.px(5)
            radius: card.radius + index * Theme.px(3)
            color: Theme.shadow
        }
    }

    Rectangle {
        anchors.fill: parent
        radius: card.radius
        color: card.color
        border.color: card.border
        border.width: card.border.a > 0 ? Theme.lineWidth : 0
    }
}
