// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Touch {
    id: face

    property int level: 1
    // Five faces are drawn; a scale of four leaves out the straight one.
    readonly property int drawing: RatingFlow.levels === 4 && level > 2 ? level + 1 : level

    implicitHeight: Theme.px(440)
    name: "level." + level
    Accessible.role: Accessible.Button
    Accessible.name: label.text
    onTouched: RatingFlow.give(level)

    Card {
        anchors.fill: parent
    }

    Icon {
        id: drawn

        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.px(52)
        width: Math.min(Theme.px(220), face.width * 0.72)
        height: width
        name: "face_" + face.drawing
        color: Theme.faces[face.drawing - 1]
    }

    AppText {
        id: label

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: drawn.bottom
        anchors.bottom: parent.bottom
        anchors.margins: Theme.px(16)
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        text: I18n.t("rating." + RatingFlow.scale + "." + face.level)
        size: Theme.px(44)
        font.bold: true
    }
}
